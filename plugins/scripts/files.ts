import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { compileFile } from "./compile.ts";

/** A script of the user's, ready to be evaluated. */
export interface ScriptFile {
  readonly filename: string;
  readonly source: string;
  readonly code: string;
  readonly map: string;
}

/** Full names of the files in a folder that match, in the order of their names; none if there is no such folder. */
export async function filesIn(folder: string, pattern: RegExp): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === "ENOENT") return [];
    throw cause;
  });
  const names = entries
    .filter((entry) => !entry.isDirectory() && pattern.test(entry.name))
    .map(({ name }) => name);
  return names.sort().map((name) => path.join(folder, name));
}

/** Full names of the files at any depth of a folder that match, without those of packages and hidden folders. */
export async function filesBelow(folder: string, pattern: RegExp): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const isOwn = (name: string): boolean => name !== "node_modules" && !name.startsWith(".");
  const below = entries.filter((entry) => entry.isDirectory() && isOwn(entry.name));
  const deeper = await Promise.all(below.map(({ name }) => filesBelow(path.join(folder, name), pattern)));
  return [...(await filesIn(folder, pattern)), ...deeper.flat()];
}

/** Compiles files, those that did not change since the last time excepted. */
export class FileCompiler {
  readonly #known = new Map<string, ScriptFile>();

  async compile(filename: string): Promise<ScriptFile> {
    const source = await readFile(filename, "utf8");
    const known = this.#known.get(filename);
    if (known?.source === source) return known;
    const file = { filename, source, ...(await compileFile(filename, source)) };
    this.#known.set(filename, file);
    return file;
  }
}
