import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import path from "node:path";

/** Keys and certificates on disk, in the files and under the names PocketBase knows as well. */
export class CertificateCache {
  readonly #folder: string;
  readonly #writing = new Set<Promise<void>>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  async read(name: string): Promise<string | undefined> {
    try {
      return await readFile(path.join(this.#folder, name), "utf8");
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
      throw error;
    }
  }

  /** Whole or not at all, and for nobody else's eyes. */
  async write(name: string, text: string): Promise<void> {
    const writing = this.#put(name, text);
    this.#writing.add(writing);
    await writing.finally(() => this.#writing.delete(writing));
  }

  /** Resolves when nothing is being written any more. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#writing);
  }

  async #put(name: string, text: string): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const file = path.join(this.#folder, name);
    const draft = `${file}.${process.pid}.tmp`;
    await writeFile(draft, text, { mode: 0o600 });
    await rename(draft, file);
  }
}
