import { isStill, type Stand } from "./stand.ts";

/** Two tables may share a place: what was worked out from either then holds no longer when one of them is written. */
const places = 1024;
/** Places of the count of all writes, and of those nobody can tell the table of. */
const every = 0;
const unknown = 1;
const tables = 2;

/** One table is written, and its name stands where it must. */
const writesTable =
  /^\s*(?:INSERT(?:\s+OR\s+\w+)?\s+INTO|REPLACE\s+INTO|UPDATE(?:\s+OR\s+\w+)?|DELETE\s+FROM)\s+(?:`([^`]+)`|"([^"]+)"|\[([^\]]+)\]|(\w+)\b)(?!\s*\.)/i;

/** Milliseconds for which nobody asks whether other processes wrote. */
const othersEveryMs = 10;

/** What is written to. */
export interface WriteSource {
  /** Whether the schema makes a write to one table write to others, as triggers do. */
  readonly hasReactions: boolean;
  /** Changes when another process has written. */
  readonly othersVersion: number;
}

/**
 * Counts what is written to a database, table by table, where every thread can read it: what was worked out from some
 * tables holds as long as their counts stand as they did before it was read.
 */
export class WriteCounts {
  readonly memory = new SharedArrayBuffer(places * Int32Array.BYTES_PER_ELEMENT);
  readonly #counts = new Int32Array(this.memory);
  readonly #uncommitted = new Set<number>();
  #source: WriteSource | undefined;
  #reacts: boolean | undefined;
  #othersVersion = 0;
  #lookedAtOthers = 0;

  /** From now on this is what is written to. */
  follow(source: WriteSource | undefined): void {
    this.#source = source;
  }

  /** How the counts stand of one table, or of everything there is. */
  standOf(table?: string): Stand {
    const watched = table === undefined ? [every] : [unknown, placeOf(table)];
    return watched.flatMap((place) => [place, Atomics.load(this.#counts, place)]);
  }

  /** Whether nothing was written since the counts stood like this. */
  isStill(stand: Stand): boolean {
    return isStill(this.#counts, stand);
  }

  /** A statement changed something. */
  note(text: string): void {
    const table = tableOf(text);
    if (table === undefined || this.#reactsToWrites()) this.noteAnything();
    else this.#write(placeOf(table));
  }

  /** Statements changed anything, the schema perhaps. */
  noteAnything(): void {
    this.#reacts = undefined;
    this.#write(unknown);
  }

  /** Nothing that was worked out holds any longer. */
  outdateAll(): void {
    this.#reacts = undefined;
    this.#raise(unknown);
  }

  /** What was written is there for everybody now, or for nobody. */
  settle(): void {
    for (const place of this.#uncommitted) this.#raise(place);
    this.#uncommitted.clear();
  }

  /** Counts what other processes wrote as well; to be called often, it looks some times a second. */
  noticeOthers(): void {
    const now = performance.now();
    if (this.#source === undefined || now - this.#lookedAtOthers < othersEveryMs) return;
    this.#lookedAtOthers = now;
    const version = this.#source.othersVersion;
    if (version !== this.#othersVersion) this.outdateAll();
    this.#othersVersion = version;
  }

  #reactsToWrites(): boolean {
    this.#reacts ??= this.#source?.hasReactions ?? true;
    return this.#reacts;
  }

  #write(place: number): void {
    this.#uncommitted.add(place);
    this.#raise(place);
  }

  #raise(place: number): void {
    Atomics.add(this.#counts, place, 1);
    Atomics.add(this.#counts, every, 1);
  }
}

function tableOf(text: string): string | undefined {
  const [, ...names] = writesTable.exec(text) ?? [];
  return names.find((name) => name !== undefined);
}

function placeOf(table: string): number {
  let hash = 0;
  for (let i = 0; i < table.length; i++) hash = (hash * 31 + (table.charCodeAt(i) | 32)) | 0;
  return tables + ((hash >>> 0) % (places - tables));
}
