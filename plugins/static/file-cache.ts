import { readFile } from "node:fs/promises";

/** What a served file was when it was looked at. */
export interface FileState {
  readonly path: string;
  readonly size: number;
  readonly modifiedMs: number;
}

interface Kept {
  readonly state: FileState;
  readonly content: Buffer;
}

const largestFile = 512 * 1024;
const mostBytes = 32 * 1024 * 1024;

/** Small files, kept in memory while they stay what they were on disk. */
export class FileCache {
  readonly #kept = new Map<string, Kept>();
  #bytes = 0;

  /** Undefined for files too large to keep. */
  async read(state: FileState): Promise<Buffer | undefined> {
    if (state.size > largestFile) return undefined;
    const kept = this.#kept.get(state.path);
    if (kept !== undefined && isSame(kept.state, state)) return kept.content;
    const content = await readFile(state.path);
    // Read while it was being written, it is served but not kept.
    if (content.length === state.size) this.#keep({ state, content });
    return content;
  }

  #keep(kept: Kept): void {
    this.#drop(kept.state.path);
    this.#kept.set(kept.state.path, kept);
    this.#bytes += kept.content.length;
    for (const oldest of this.#kept.keys()) {
      if (this.#bytes <= mostBytes) break;
      this.#drop(oldest);
    }
  }

  #drop(path: string): void {
    const kept = this.#kept.get(path);
    if (kept === undefined) return;
    this.#kept.delete(path);
    this.#bytes -= kept.content.length;
  }
}

function isSame(a: FileState, b: FileState): boolean {
  return a.size === b.size && a.modifiedMs === b.modifiedMs;
}
