/** Something with output that waits to be written. */
export interface Flushable {
  flush(): void;
}

/** Milliseconds one run may take before others get their turn. */
const sliceMs = 5;
/** For every millisecond of writing, so many of rest; what comes meanwhile is written together. */
const restFactor = 5;
const mostRestMs = 25;

/**
 * When output is written: at once while there is little, and the more there is, the more of it at a time.
 * Writing to a socket costs the same for one message as for ten, and the server has other things to do.
 */
export class Pace {
  readonly #waiting = new Set<Flushable>();
  #spent = 0;
  #restUntil = 0;
  #isScheduled = false;

  mark(stream: Flushable): void {
    this.#waiting.add(stream);
    if (!this.#isScheduled) this.#schedule();
  }

  forget(stream: Flushable): void {
    this.#waiting.delete(stream);
  }

  #schedule(): void {
    this.#isScheduled = true;
    const rest = this.#restUntil - performance.now();
    if (rest > 1) setTimeout(() => this.#run(), rest);
    else setImmediate(() => this.#run());
  }

  #run(): void {
    const began = performance.now();
    let slice = 0;
    for (const stream of this.#waiting) {
      this.#waiting.delete(stream);
      stream.flush();
      slice = performance.now() - began;
      if (slice > sliceMs) break;
    }
    this.#spent += slice;
    this.#isScheduled = false;
    if (this.#waiting.size > 0) {
      this.#schedule(); // the rest of the same round, after whoever else has waited
      return;
    }
    this.#restUntil = performance.now() + Math.min(this.#spent * restFactor, mostRestMs);
    this.#spent = 0;
  }
}
