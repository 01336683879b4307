import type { Stats } from "node:fs";
import type { StoredFile } from "./contract.ts";

/** Contents up to this many bytes are kept once asked for a second time. */
const largest = 256 * 1024;
const mostBytes = 32 * 1024 * 1024;
const mostFiles = 2000;

interface Entry {
  readonly mtimeMs: number;
  readonly about: StoredFile;
}

/** The files asked for most lately, valid while size and time of change stay what they were. */
export class HotFiles {
  // A Map keeps its order: the first entry is the one not asked for longest.
  readonly #entries = new Map<string, Entry>();
  #bytes = 0;

  get(file: string, stats: Stats): StoredFile | undefined {
    const entry = this.#entries.get(file);
    if (entry === undefined) return undefined;
    if (entry.mtimeMs !== stats.mtimeMs || entry.about.size !== stats.size) {
      this.forget(file);
      return undefined;
    }
    if (entry.about.content === undefined && stats.size <= largest) return undefined; // asked for again: read it
    this.#entries.delete(file);
    this.#entries.set(file, entry);
    return entry.about;
  }

  /** True if the content is worth keeping: small, and known already. */
  wants(file: string, stats: Stats): boolean {
    return stats.size <= largest && this.#entries.has(file);
  }

  keep(file: string, stats: Stats, about: StoredFile): void {
    this.forget(file);
    this.#entries.set(file, { mtimeMs: stats.mtimeMs, about });
    this.#bytes += about.content?.length ?? 0;
    for (const oldest of this.#entries.keys()) {
      if (this.#bytes <= mostBytes && this.#entries.size <= mostFiles) return;
      this.forget(oldest);
    }
  }

  forget(file: string): void {
    const entry = this.#entries.get(file);
    if (entry === undefined) return;
    this.#entries.delete(file);
    this.#bytes -= entry.about.content?.length ?? 0;
  }

  forgetBelow(folder: string): void {
    for (const file of this.#entries.keys()) if (file.startsWith(folder)) this.forget(file);
  }
}
