import { closeSync, ftruncateSync, mkdirSync, openSync, readFileSync, writeSync } from "node:fs";
import { readdir, rm } from "node:fs/promises";
import path from "node:path";
import { isRunningElsewhere } from "#kernel";

/** What is about to happen to files: told before it begins, crossed out when files and rows agree again. */
export interface Intent {
  readonly collectionId: string;
  readonly recordId: string;
  /** Files that come or go with this change; none: all of the record's. */
  readonly names: readonly string[];
}

const emptiedAbove = 64 * 1024;
const suffix = ".journal";

/**
 * Intents of this process, in a file that outlives it: what is not crossed out when the process dies is looked at by the next.
 * No fsync: it guards against the end of the process, as the database does.
 */
export class FileJournal {
  readonly #folder: string;
  readonly #open = new Set<number>();
  #file: number | undefined;
  #size = 0;
  #last = 0;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Gives what crosses the intent out. */
  begin(intent: Intent): () => void {
    const id = ++this.#last;
    this.#write({ id, ...intent });
    this.#open.add(id);
    return () => this.#end(id);
  }

  /** Intents that processes left behind which run no more, with what forgets them. */
  static async leftovers(
    folder: string,
  ): Promise<readonly { readonly intents: readonly Intent[]; forget(): Promise<void> }[]> {
    const names = await readdir(folder).catch(() => []); // no folder: nothing was ever left
    const files = names.filter(
      (name) => name.endsWith(suffix) && !isRunningElsewhere(Number.parseInt(name, 10)),
    );
    return files.map((name) => {
      const file = path.join(folder, name);
      return { intents: unfinished(readFileSync(file, "utf8")), forget: () => rm(file, { force: true }) };
    });
  }

  /** An orderly end leaves no file, unless something is unfinished. */
  async close(): Promise<void> {
    if (this.#file === undefined) return;
    closeSync(this.#file);
    this.#file = undefined;
    if (this.#open.size === 0) await rm(this.#path, { force: true });
  }

  get #path(): string {
    return path.join(this.#folder, `${process.pid}${suffix}`);
  }

  #end(id: number): void {
    if (!this.#open.delete(id)) return;
    if (this.#open.size === 0 && this.#size > emptiedAbove && this.#file !== undefined) {
      ftruncateSync(this.#file);
      this.#size = 0;
    } else {
      this.#write({ done: id });
    }
  }

  #write(line: object): void {
    if (this.#file === undefined) {
      mkdirSync(this.#folder, { recursive: true });
      this.#file = openSync(this.#path, "a");
    }
    this.#size += writeSync(this.#file, `${JSON.stringify(line)}\n`);
  }
}

function unfinished(text: string): readonly Intent[] {
  const open = new Map<number, Intent>();
  for (const line of text.split("\n")) {
    const entry = readLine(line);
    if (entry === undefined) continue;
    if ("done" in entry) open.delete(entry.done);
    else open.set(entry.id, entry);
  }
  return [...open.values()];
}

function readLine(line: string): (Intent & { readonly id: number }) | { readonly done: number } | undefined {
  try {
    return JSON.parse(line);
  } catch {
    return undefined; // the last line may be cut short
  }
}
