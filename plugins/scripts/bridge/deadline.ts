import type { GuestIsolate } from "./isolate.ts";

const lookMs = 50;

interface Watched {
  readonly isolate: GuestIsolate;
  readonly limitMs: number;
  readonly onOver: () => void;
  /** Running time of the isolate when it was first looked at. */
  from: number | undefined;
}

/** Ends entries that run too long. Looks now and then instead of keeping a clock per entry; waiting is free. */
export class Deadlines {
  readonly #watched = new Set<Watched>();
  #looking: NodeJS.Timeout | undefined;

  /** Gives what ends the watch. */
  watch(isolate: GuestIsolate, limitMs: number, onOver: () => void): () => void {
    const watched: Watched = { isolate, limitMs, onOver, from: undefined };
    this.#watched.add(watched);
    this.#looking ??= setInterval(() => this.#look(), lookMs).unref();
    return () => this.#watched.delete(watched);
  }

  #look(): void {
    if (this.#watched.size === 0) {
      clearInterval(this.#looking);
      this.#looking = undefined;
      return;
    }
    for (const watched of this.#watched) {
      const now = watched.isolate.runningMs;
      watched.from ??= now;
      if (now - watched.from < watched.limitMs && !watched.isolate.isDisposed) continue;
      this.#watched.delete(watched);
      watched.onOver();
    }
  }
}
