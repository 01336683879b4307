import { Admission } from "./admission.ts";
import type { GuestIsolate } from "./isolate.ts";

/** Isolates nobody has needed for so long are given back. */
const sweepMs = 30_000;

export interface PoolOptions {
  /** Makes a sandbox with the scripts of the generation in it. */
  make(): Promise<GuestIsolate>;
  /** Isolates kept ready. */
  readonly size: number;
  /** Megabytes of heap after which an idle isolate is replaced. */
  readonly heapLimit: number;
}

/** A turn to run in a sandbox. Holds back newcomers, except while it waits for the world outside. */
export interface Turn {
  readonly isolate: GuestIsolate;
  /** The entry waits for something outside the server from now on. */
  pause(): void;
  resume(): void;
  done(): void;
}

/** Sandboxes with the same scripts, for one entry at a time each; grows when all are busy, shrinks when idle. */
export class Pool {
  readonly #options: PoolOptions;
  readonly #idle: GuestIsolate[] = [];
  readonly #busy = new Set<GuestIsolate>();
  readonly #admission = new Admission();
  readonly #sweep: NodeJS.Timeout;
  #closed: (() => void) | undefined;
  /** What isolates held when they last told. */
  readonly #heaps = new WeakMap<GuestIsolate, number>();
  /** Fewest isolates that lay idle since the last sweep. */
  #spare = 0;

  constructor(options: PoolOptions) {
    this.#options = options;
    this.#sweep = setInterval(() => void this.#giveBack(), sweepMs);
    this.#sweep.unref();
  }

  get size(): number {
    return this.#idle.length + this.#busy.size;
  }

  get busy(): number {
    return this.#busy.size;
  }

  /** Bytes all of them held when they last told; asks again, and does not wait for those that are busy. */
  heapBytes(): number {
    let sum = 0;
    for (const isolate of [...this.#idle, ...this.#busy]) {
      sum += this.#heaps.get(isolate) ?? 0;
      isolate.heapBytes().then(
        (bytes) => this.#heaps.set(isolate, bytes),
        () => this.#heaps.delete(isolate), // ended while it was asked
      );
    }
    return sum;
  }

  /** Puts an isolate that is ready into the pool. */
  add(isolate: GuestIsolate): void {
    this.#idle.push(isolate);
  }

  async take(): Promise<Turn> {
    let leave = await this.#admission.enter();
    try {
      const isolate = this.#pick() ?? (await this.#options.make());
      this.#busy.add(isolate);
      return {
        isolate,
        pause: () => leave(),
        resume: () => {
          leave = this.#admission.enterAgain();
        },
        done: () => {
          leave();
          this.#return(isolate);
        },
      };
    } catch (error) {
      leave();
      throw error;
    }
  }

  /** Lets entries under way finish, and disposes of every isolate. */
  async close(): Promise<void> {
    clearInterval(this.#sweep);
    for (const isolate of this.#idle.splice(0)) isolate.dispose();
    if (this.#busy.size > 0) {
      await new Promise<void>((resolve) => {
        this.#closed = resolve;
      });
    }
    this.#closed ??= () => {};
  }

  #pick(): GuestIsolate | undefined {
    for (let isolate = this.#idle.pop(); isolate !== undefined; isolate = this.#idle.pop()) {
      this.#spare = Math.min(this.#spare, this.#idle.length);
      if (!isolate.isDisposed) return isolate;
    }
    return undefined;
  }

  #return(isolate: GuestIsolate): void {
    this.#busy.delete(isolate);
    if (isolate.isDisposed) {
      if (this.#busy.size === 0) this.#closed?.();
      return;
    }
    if (this.#closed === undefined) {
      this.#idle.push(isolate);
      return;
    }
    isolate.dispose();
    if (this.#busy.size === 0) this.#closed();
  }

  async #giveBack(): Promise<void> {
    this.#admission.relax();
    const spare = Math.min(this.#spare, this.#idle.length - this.#options.size);
    this.#spare = this.#idle.length;
    for (let i = 0; i < spare; i++) this.#idle.shift()?.dispose();
    for (const isolate of [...this.#idle]) {
      if ((await isolate.heapBytes()) < this.#options.heapLimit * 1024 * 1024) continue;
      const place = this.#idle.indexOf(isolate);
      if (place !== -1) this.#idle.splice(place, 1)[0]?.dispose();
    }
  }
}
