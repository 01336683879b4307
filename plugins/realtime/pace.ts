/** Something with output that waits to be written. */
export interface Flushable {
  flush(): void;
}

/** Milliseconds one run may take before others get their turn. */
const sliceMs = 5;
/** For every millisecond of writing, so many of rest; what comes meanwhile is written together. */
const restFactor = 12;
/** Milliseconds from one round to the next, as long as that leaves half of the time to others. */
const mostApartMs = 28;

/**
 * When output is written: at once while there is little, and the more there is, the more of it at a time.
 * Writing to a socket costs the same for one message as for ten, and the server has other things to do.
 */
export class Pace {
  /** For the next round. */
  #waiting: Flushable[] = [];
  /** The round under way, and how far it is. */
  #round: readonly Flushable[] = [];
  #at = 0;
  #spent = 0;
  #restUntil = 0;
  #isScheduled = false;

  /** To be called once for every flush. */
  mark(stream: Flushable): void {
    this.#waiting.push(stream);
    if (!this.#isScheduled) this.#schedule();
  }

  #schedule(): void {
    this.#isScheduled = true;
    const rest = this.#restUntil - performance.now();
    if (rest > 1) setTimeout(() => this.#run(), rest);
    else setImmediate(() => this.#run());
  }

  #run(): void {
    if (this.#at === this.#round.length) this.#begin();
    const began = performance.now();
    let slice = 0;
    while (this.#at < this.#round.length && slice < sliceMs) {
      this.#round[this.#at++]?.flush();
      slice = performance.now() - began;
    }
    this.#spent += slice;
    if (this.#at === this.#round.length) this.#rest();
    this.#isScheduled = false;
    if (this.#round.length > 0 || this.#waiting.length > 0) this.#schedule();
  }

  #begin(): void {
    this.#round = this.#waiting;
    this.#waiting = [];
    this.#at = 0;
    this.#spent = 0;
  }

  #rest(): void {
    this.#round = [];
    this.#at = 0;
    const rest = Math.min(this.#spent * restFactor, mostApartMs - this.#spent);
    this.#restUntil = performance.now() + Math.max(rest, this.#spent);
  }
}
