import { SqlFailure } from "./errors.ts";

export interface WriteHealthOptions {
  readonly file: string;
  /** Says a line to the operator. */
  readonly tell: (text: string) => void;
  /** Told when the file turns out to be damaged, every time. */
  readonly onDamage: () => void;
}

const quietMs = 60_000;

const troubles: Readonly<Record<string, string>> = {
  SQLITE_FULL: "the disk is full; make room, and the server goes on by itself",
  SQLITE_READONLY: "it may only be read; let this user write it and its folder",
  SQLITE_CANTOPEN: "its folder may not be written; let this user write it",
  SQLITE_IOERR: "the disk failed; look after it",
};

/** Tells the operator of a database that cannot be written, not more than once a minute. */
export class WriteHealth {
  readonly #options: WriteHealthOptions;
  #toldAt = Number.NEGATIVE_INFINITY;

  constructor(options: WriteHealthOptions) {
    this.#options = options;
  }

  /** To be called with whatever a statement failed with. */
  note(error: unknown): void {
    if (!(error instanceof SqlFailure)) return;
    const { sqliteCode } = error;
    if (isDamage(error)) this.#options.onDamage();
    const trouble = Object.entries(troubles).find(([code]) => sqliteCode.startsWith(code))?.[1];
    if (trouble === undefined || performance.now() - this.#toldAt < quietMs) return;
    this.#toldAt = performance.now();
    this.#options.tell(`${this.#options.file} cannot be written: ${trouble}`);
  }
}

/** True for failures that say the file is no longer, or never was, a sound database. */
export function isDamage(error: unknown): boolean {
  const code =
    error instanceof Error && ("sqliteCode" in error ? error.sqliteCode : "code" in error && error.code);
  return code === "SQLITE_NOTADB" || (typeof code === "string" && code.startsWith("SQLITE_CORRUPT"));
}
