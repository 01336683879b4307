import type { CronRun } from "./contract.ts";

/** How the runs of jobs went, by their ids, as long as the server runs. */
export class CronRuns {
  readonly #last = new Map<string, CronRun>();
  readonly #running = new Map<string, number>();

  /** Does `work`, which is a run of a job; what it throws goes on. */
  async during(id: string, trigger: CronRun["trigger"], work: () => void | Promise<void>): Promise<void> {
    const startedAt = new Date().toISOString();
    const started = performance.now();
    this.#count(id, 1);
    const finished = (outcome: { readonly ok: boolean; readonly error?: string }): void => {
      this.#count(id, -1);
      this.#last.set(id, { startedAt, ms: Math.round(performance.now() - started), trigger, ...outcome });
    };
    try {
      await work();
      finished({ ok: true });
    } catch (error) {
      finished({ ok: false, error: error instanceof Error ? error.message : String(error) });
      throw error;
    }
  }

  isRunning(id: string): boolean {
    return this.#running.has(id);
  }

  /** Undefined for a job that has not ended once. */
  last(id: string): CronRun | undefined {
    return this.#last.get(id);
  }

  #count(id: string, change: number): void {
    const count = (this.#running.get(id) ?? 0) + change;
    if (count === 0) this.#running.delete(id);
    else this.#running.set(id, count);
  }
}
