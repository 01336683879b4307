/** How the handlers of one file do. */
export class Figures {
  calls = 0;
  errors = 0;
  lastError = "";
  lastErrorAt: Date | undefined;
  /** Milliseconds its handlers ran, without what they waited. */
  cpuMs = 0;
  /** What its handlers asked of the server. */
  hostCalls = 0;
  readonly #times = new Float64Array(512);

  /** Runs a call and takes its time. */
  async time<T>(work: () => Promise<T>): Promise<T> {
    const started = performance.now();
    try {
      return await work();
    } catch (error) {
      this.errors++;
      this.lastError = error instanceof Error ? (error.stack ?? error.message) : String(error);
      this.lastErrorAt = new Date();
      throw error;
    } finally {
      this.#times[this.calls % this.#times.length] = performance.now() - started;
      this.calls++;
    }
  }

  /** Adds what one call used. */
  add({ cpuMs, hostCalls }: { readonly cpuMs: number; readonly hostCalls: number }): void {
    this.cpuMs += cpuMs;
    this.hostCalls += hostCalls;
  }

  /** Milliseconds that this part of the latest calls took at most. */
  percentile(part: number): number {
    const taken = this.#times.slice(0, Math.min(this.calls, this.#times.length)).sort();
    const place = Math.min(taken.length - 1, Math.floor(taken.length * part));
    return Math.round((taken[place] ?? 0) * 1000) / 1000;
  }
}
