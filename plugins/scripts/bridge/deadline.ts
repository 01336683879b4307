import type { GuestIsolate } from "./isolate.ts";

const lookMs = 50;

interface Watched {
  /** The entry it was at when it was last looked at, and its running time when it was first seen at it. */
  begun: number;
  fromMs: number;
}

/** Ends sandboxes in which one entry runs too long. Looks now and then instead of keeping a clock per entry; waiting is free. */
export class Deadlines {
  readonly #watched = new Map<GuestIsolate, Watched>();
  readonly #limitMs: number;
  #looking: NodeJS.Timeout | undefined;

  /** Milliseconds of running time per entry. */
  constructor(limitMs: number) {
    this.#limitMs = limitMs;
  }

  watch(isolate: GuestIsolate): void {
    this.#watched.set(isolate, { begun: -1, fromMs: 0 });
  }

  unwatch(isolate: GuestIsolate): void {
    this.#watched.delete(isolate);
  }

  /** Looks from now on, until nobody has anything to do. */
  look(): void {
    this.#looking ??= setInterval(() => this.#look(), lookMs).unref();
  }

  #look(): void {
    let isAnyAtWork = false;
    for (const [isolate, watched] of this.#watched) {
      if (isolate.isDisposed) {
        isolate.dispose("It ran out of memory."); // on its own; whoever waits for it must know
        continue;
      }
      if (isolate.jobCount === 0) continue;
      isAnyAtWork = true;
      const { begun, runningMs } = isolate;
      if (begun !== watched.begun) Object.assign(watched, { begun, fromMs: runningMs });
      else if (runningMs - watched.fromMs >= this.#limitMs)
        isolate.dispose(`The handler ran longer than ${this.#limitMs} ms.`);
    }
    if (isAnyAtWork) return;
    clearInterval(this.#looking);
    this.#looking = undefined;
  }
}
