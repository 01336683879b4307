import type { Connection, RunResult } from "./connection.ts";
import type { Patience } from "./patience.ts";
import type { Sql } from "./sql.ts";
import type { WriteLock } from "./write-lock.ts";

interface Job {
  readonly query: Sql;
  readonly resolve: (result: RunResult) => void;
  readonly reject: (error: unknown) => void;
}

export interface WriteQueueOptions {
  readonly writer: Connection;
  readonly lock: WriteLock;
  readonly patience: Patience;
  /** Told when several statements failed together. */
  readonly onFailure: (error: unknown) => void;
}

type Outcome = { readonly result: RunResult } | { readonly error: unknown };

/**
 * Single statements that want to be written. Those that come in one turn of the event loop share one transaction,
 * for a commit costs more than an insert; a statement that fails takes only itself back.
 */
export class WriteQueue {
  readonly #writer: Connection;
  readonly #lock: WriteLock;
  readonly #patience: Patience;
  readonly #onFailure: (error: unknown) => void;
  #jobs: Job[] = [];
  #flush: Promise<void> | undefined;

  constructor({ writer, lock, patience, onFailure }: WriteQueueOptions) {
    this.#writer = writer;
    this.#lock = lock;
    this.#patience = patience;
    this.#onFailure = onFailure;
  }

  run(query: Sql): Promise<RunResult> {
    return new Promise((resolve, reject) => {
      this.#lock.refuseInside();
      this.#jobs.push({ query, resolve, reject });
      this.#flush ??= this.#flushSoon();
    });
  }

  async drained(): Promise<void> {
    while (this.#flush !== undefined) await this.#flush;
  }

  async #flushSoon(): Promise<void> {
    const asked = performance.now();
    await new Promise<void>((resolve) => setImmediate(resolve));
    if (!this.#lock.tryAcquire()) await this.#lock.acquire();
    const jobs = this.#jobs;
    this.#jobs = [];
    this.#flush = undefined;
    try {
      await this.#write(jobs, asked);
    } finally {
      this.#lock.release();
    }
  }

  async #write(jobs: readonly Job[], asked: number): Promise<void> {
    const [first] = jobs;
    if (jobs.length === 1 && first !== undefined) {
      await this.#patience
        .during(() => this.#writer.run(first.query), asked)
        .then(first.resolve, first.reject);
      return;
    }
    let outcomes: Outcome[];
    try {
      await this.#patience.during(() => this.#writer.script("BEGIN IMMEDIATE"), asked);
      outcomes = jobs.map((job) => this.#attemptInside(job.query));
      this.#writer.script("COMMIT");
    } catch (error) {
      if (this.#writer.inTransaction) this.#writer.script("ROLLBACK");
      this.#onFailure(error);
      outcomes = jobs.map(() => ({ error }));
    }
    for (const [i, job] of jobs.entries()) settle(job, outcomes[i] as Outcome);
  }

  // Some failures (a full disk) end the whole transaction; going on would write outside of it.
  #attemptInside(query: Sql): Outcome {
    const outcome = this.#attempt(query);
    if ("error" in outcome && !this.#writer.inTransaction) throw outcome.error;
    return outcome;
  }

  #attempt(query: Sql): Outcome {
    try {
      return { result: this.#writer.run(query) };
    } catch (error) {
      return { error };
    }
  }
}

function settle(job: Job, outcome: Outcome): void {
  if ("error" in outcome) job.reject(outcome.error);
  else job.resolve(outcome.result);
}
