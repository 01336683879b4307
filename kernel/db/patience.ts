import { setTimeout as pause } from "node:timers/promises";
import { SqlFailure } from "./errors.ts";

export interface PatienceOptions {
  /** Milliseconds after which waiting ends with SQLite's own failure. */
  readonly longestMs: number;
  /** Told once for every time that others keep the database for long, and for how many seconds writes wait. */
  readonly onWait: (seconds: number) => void;
}

const pauseMs = 20;
const longMs = 2000;

/** Waits for a database that another process has locked, without keeping this one from anything else. */
export class Patience {
  readonly #options: PatienceOptions;
  #told = false;

  constructor(options: PatienceOptions) {
    this.#options = options;
  }

  /** Does `work`, again and again while the database is locked. Time counts from `since`, when the caller got in line. */
  async during<T>(work: () => T | Promise<T>, since = performance.now()): Promise<T> {
    for (;;) {
      try {
        const result = await work();
        this.#told = false;
        return result;
      } catch (error) {
        const waited = performance.now() - since;
        if (!isBusy(error) || waited >= this.#options.longestMs) throw error;
        if (waited >= longMs) this.#tell();
      }
      await pause(pauseMs);
    }
  }

  #tell(): void {
    if (this.#told) return;
    this.#told = true;
    this.#options.onWait(this.#options.longestMs / 1000);
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof SqlFailure && error.sqliteCode.startsWith("SQLITE_BUSY");
}
