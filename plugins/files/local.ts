import { randomUUID } from "node:crypto";
import { createReadStream, type Stats, statSync } from "node:fs";
import { mkdir, readdir, readFile, rename, rm, rmdir } from "node:fs/promises";
import path from "node:path";
import type { Readable } from "node:stream";
import { attributesSuffix, readAttributes, writeAttributes } from "./attributes.ts";
import type { FileOnDisk, FileStore, StoredFile } from "./contract.ts";
import { KeyOutside } from "./errors.ts";
import { HotFiles } from "./hot.ts";
import { sniff } from "./mime.ts";
import { write } from "./write.ts";

const chunkSize = 256 * 1024;

export interface LocalOptions {
  /** On the same file system, emptied at every start: where a file lies until it is whole. Without: beside its place. */
  readonly unfinished?: string;
}

/** A folder on disk, with the attributes of every file beside it. */
export class LocalStore implements FileStore {
  readonly #root: string;
  readonly #unfinished: string | undefined;
  readonly #hot = new HotFiles();

  constructor(root: string, options: LocalOptions = {}) {
    this.#root = path.resolve(root);
    this.#unfinished = options.unfinished;
  }

  async put(
    key: string,
    content: Readable | Uint8Array | FileOnDisk,
    about: { readonly contentType?: string; readonly originalName?: string } = {},
  ): Promise<void> {
    const file = this.#fileOf(key);
    const folder = path.dirname(file);
    await mkdir(folder, { recursive: true });
    const workshop = this.#unfinished ?? folder;
    await mkdir(workshop, { recursive: true });
    const part = path.join(workshop, `.${randomUUID()}`);
    try {
      const { md5, head } = await write(part, content);
      const contentType = about.contentType ?? (await sniff(head)).type;
      await writeAttributes(file, { contentType, originalName: about.originalName ?? "", md5 });
      await rename(part, file);
    } catch (error) {
      await rm(part, { force: true });
      await this.#removeIfEmpty(folder);
      throw error;
    }
    this.#hot.forget(file);
  }

  async stat(key: string): Promise<StoredFile | undefined> {
    const file = this.#fileOf(key);
    const stats = look(file);
    if (stats === undefined || !stats.isFile()) {
      this.#hot.forget(file);
      return undefined;
    }
    return this.#hot.get(file, stats) ?? (await this.#read(file, stats));
  }

  async open(key: string, range?: { readonly start: number; readonly end: number }): Promise<Readable> {
    const options = { highWaterMark: chunkSize, ...range };
    return await opened(createReadStream(this.#fileOf(key), options));
  }

  async list(prefix: string) {
    const folder = this.#fileOf(prefix.slice(0, prefix.lastIndexOf("/") + 1));
    const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch(noneIfMissing);
    const found = [];
    for (const entry of entries) {
      if (!entry.isFile() || entry.name.endsWith(attributesSuffix)) continue;
      const file = path.join(entry.parentPath, entry.name);
      const key = path.relative(this.#root, file).split(path.sep).join("/");
      const stats = key.startsWith(prefix) ? look(file) : undefined;
      if (stats === undefined) continue; // not asked for, or gone meanwhile
      found.push({ key, size: stats.size, modified: stats.mtime });
    }
    return found;
  }

  async delete(key: string): Promise<void> {
    const file = this.#fileOf(key);
    this.#hot.forget(file);
    await rm(file, { force: true });
    await rm(file + attributesSuffix, { force: true });
    await this.#removeIfEmpty(path.dirname(file));
  }

  async deletePrefix(prefix: string): Promise<void> {
    const folder = this.#fileOf(prefix.replace(/\/+$/, ""));
    if (folder === this.#root) throw new KeyOutside(prefix);
    this.#hot.forgetBelow(folder);
    await rm(folder, { recursive: true, force: true });
    await this.#removeIfEmpty(path.dirname(folder));
  }

  async #removeIfEmpty(folder: string): Promise<void> {
    if (folder === this.#root) return;
    await rmdir(folder).catch(() => {}); // not empty, or gone already
  }

  async #read(file: string, stats: Stats): Promise<StoredFile> {
    const about = {
      file,
      size: stats.size,
      modified: stats.mtime,
      ...(await readAttributes(file)),
    };
    const content = this.#hot.wants(file, stats) ? await readFile(file) : undefined;
    // Replaced while it was read: what belongs to what is not certain, so nothing is kept.
    if (content !== undefined && content.length !== stats.size) return about;
    const read = content === undefined ? about : { ...about, content };
    this.#hot.keep(file, stats, read);
    return read;
  }

  #fileOf(key: string): string {
    const file = path.resolve(this.#root, key);
    if (file !== this.#root && !file.startsWith(this.#root + path.sep)) throw new KeyOutside(key);
    return file;
  }
}

/** Sync, since it takes 3 µs and a turn of the thread pool takes 40. */
function look(file: string): Stats | undefined {
  try {
    return statSync(file, { throwIfNoEntry: false });
  } catch {
    return undefined; // a name too long, or below something that is no folder: not there either
  }
}

/** Waits until a stream has its file, so that a missing one is an error here and not in the middle of an answer. */
async function opened(stream: ReturnType<typeof createReadStream>): Promise<Readable> {
  await new Promise<void>((resolve, reject) => stream.once("open", () => resolve()).once("error", reject));
  return stream;
}

function noneIfMissing(error: NodeJS.ErrnoException): [] {
  if (error.code === "ENOENT" || error.code === "ENOTDIR") return [];
  throw error;
}
