import { setTimeout as pause } from "node:timers/promises";
import { SqlFailure } from "./errors.ts";

export interface PatienceOptions {
  /** Milliseconds after which waiting ends with SQLite's own failure. */
  readonly longestMs: number;
  /** Told that others keep the database for long, and for how many seconds writes wait; not more than once a minute. */
  readonly onWait: (seconds: number) => void;
  /** Told of every other failure. */
  readonly onFailure: (error: unknown) => void;
}

const pauseMs = 20;
const longMs = 2000;
const quietMs = 60_000;

/** Waits for a database that another process has locked, without keeping this one from anything else. */
export class Patience {
  readonly #options: PatienceOptions;
  #toldAt = Number.NEGATIVE_INFINITY;

  constructor(options: PatienceOptions) {
    this.#options = options;
  }

  /** Does `work`, again and again while the database is locked. Time counts from `asked`, when the caller got in line. */
  async during<T>(work: () => T | Promise<T>, asked?: number): Promise<T> {
    let since = asked;
    for (;;) {
      try {
        return await work();
      } catch (error) {
        if (!isBusy(error)) {
          this.#options.onFailure(error);
          throw error;
        }
        since ??= performance.now();
        const waited = performance.now() - since;
        if (waited >= this.#options.longestMs) throw error;
        if (waited >= longMs) this.#tell();
      }
      await pause(pauseMs);
    }
  }

  #tell(): void {
    if (performance.now() - this.#toldAt < quietMs) return;
    this.#toldAt = performance.now();
    this.#options.onWait(this.#options.longestMs / 1000);
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof SqlFailure && error.sqliteCode.startsWith("SQLITE_BUSY");
}
