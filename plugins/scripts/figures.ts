/** How the handlers of one file do. */
export class Figures {
  calls = 0;
  errors = 0;
  lastError = "";
  readonly #times = new Float64Array(512);

  /** Runs a call and takes its time. */
  async time<T>(work: () => Promise<T>): Promise<T> {
    const started = performance.now();
    try {
      return await work();
    } catch (error) {
      this.errors++;
      this.lastError = error instanceof Error ? error.message : String(error);
      throw error;
    } finally {
      this.#times[this.calls % this.#times.length] = performance.now() - started;
      this.calls++;
    }
  }

  /** Milliseconds that this part of the latest calls took at most. */
  percentile(part: number): number {
    const taken = this.#times.slice(0, Math.min(this.calls, this.#times.length)).sort();
    const place = Math.min(taken.length - 1, Math.floor(taken.length * part));
    return Math.round((taken[place] ?? 0) * 1000) / 1000;
  }
}
