import { readFile, stat } from "node:fs/promises";
import path from "node:path";
import { bundlePackage, compileFile } from "./compile.ts";
import { mapComment, urlOf } from "./inspecting/sources.ts";
import type { StackMapper } from "./stack.ts";

export interface LoadedModule {
  readonly filename: string;
  readonly code?: string;
  readonly json?: string;
  /** What debuggers call it, in place of `filename`. */
  readonly url?: string;
}

const endings = ["", ".js", ".ts", ".json", ".cjs", ".mjs", "/index.js", "/index.ts"];

/** Finds and compiles what scripts require or import; each file once per generation. */
export class Modules {
  readonly #loaded = new Map<string, Promise<LoadedModule>>();
  readonly #hooksDir: string;
  readonly #stacks: StackMapper;
  readonly #maps: "add" | "leave out";

  /** `maps`: whether the code says where its source map is, for debuggers. */
  constructor(hooksDir: string, stacks: StackMapper, { maps }: { readonly maps: "add" | "leave out" }) {
    this.#hooksDir = hooksDir;
    this.#stacks = stacks;
    this.#maps = maps;
  }

  /** `from` is the folder of the file that asks; "" for code in no file. */
  async load(from: string, name: string): Promise<LoadedModule> {
    const file = await this.#findFile(from, name);
    if (file !== undefined) return await this.#once(file, () => this.#read(file));
    if (/^[./]/.test(name)) throw new Error("Invalid module");
    const key = `package:${name}`;
    return await this.#once(key, async () => ({ filename: key, ...(await this.#bundle(name, from)) }));
  }

  async #bundle(name: string, from: string): Promise<{ readonly code: string }> {
    try {
      return await bundlePackage(name, from || this.#hooksDir);
    } catch (cause) {
      throw new Error("Invalid module", { cause });
    }
  }

  // Relative names are looked for beside the file that asks, then where the reference looks: in the working folder.
  async #findFile(from: string, name: string): Promise<string | undefined> {
    if (path.isAbsolute(name)) return await firstFile(name);
    if (!name.startsWith(".")) return undefined;
    return (
      (await firstFile(path.resolve(from || this.#hooksDir, name))) ?? (await firstFile(path.resolve(name)))
    );
  }

  async #once(key: string, load: () => Promise<LoadedModule>): Promise<LoadedModule> {
    let loading = this.#loaded.get(key);
    if (loading === undefined) {
      loading = load();
      this.#loaded.set(key, loading);
      loading.catch(() => this.#loaded.delete(key));
    }
    return await loading;
  }

  async #read(filename: string): Promise<LoadedModule> {
    const source = await readFile(filename, "utf8");
    if (filename.endsWith(".json")) return { filename, json: source };
    const { code, map } = await compileFile(filename, source);
    this.#stacks.add(filename, { map, source });
    return this.#maps === "add"
      ? { filename, code: `${code}${mapComment(map)}`, url: urlOf(filename) }
      : { filename, code };
  }
}

async function firstFile(base: string): Promise<string | undefined> {
  for (const ending of endings) {
    const file = base + ending;
    const found = await stat(file).catch(() => undefined); // not this one
    if (found?.isFile()) return file;
  }
  return undefined;
}
