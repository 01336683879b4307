import { availableParallelism } from "node:os";
import { performance } from "node:perf_hooks";
import type { GuestIsolate } from "./isolate.ts";

/** Entries that run at once, besides those that wait for the host: more would only take turns on the cores. */
const runningAtOnce = availableParallelism() + 1;
/** An entry that runs longer than this does not hold up the line. */
const slowMs = 10;
/** Turns of the event loop to wait for a free isolate before another is made; and how long while the loop has no rest. */
const patience = 6;
const busyPatienceMs = 10;
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

/** A turn to run in a sandbox. Holds back newcomers only while it runs: not while it waits, not when it is slow. */
export interface Turn {
  readonly isolate: GuestIsolate;
  readonly since: number;
  /** The entry waits for the host from now on. */
  pause(): void;
  resume(): void;
  done(): void;
}

/** Sandboxes with the same scripts, for one entry at a time each; grows when all are busy, shrinks when idle. */
export class Pool {
  readonly #options: PoolOptions;
  readonly #idle: GuestIsolate[] = [];
  readonly #busy = new Set<GuestIsolate>();
  readonly #counted = new Set<Slot>();
  readonly #line: (() => void)[] = [];
  readonly #sweep: NodeJS.Timeout;
  #load = performance.eventLoopUtilization();
  #utilization = 0;
  #hurry: NodeJS.Timeout | undefined;
  #closed: (() => void) | undefined;
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

  /** Puts an isolate that is ready into the pool. */
  add(isolate: GuestIsolate): void {
    this.#idle.push(isolate);
  }

  async take(): Promise<Turn> {
    if (this.#counted.size >= runningAtOnce) await this.#wait();
    const slot = new Slot(this.#counted);
    slot.count();
    try {
      const isolate = this.#pick() ?? (await this.#pickSoon()) ?? (await this.#options.make());
      this.#busy.add(isolate);
      return {
        isolate,
        since: performance.now(),
        pause: () => this.#left(slot),
        resume: () => slot.count(),
        done: () => {
          this.#left(slot);
          this.#return(isolate);
        },
      };
    } catch (error) {
      this.#left(slot);
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

  // While the server itself is what keeps entries waiting, another sandbox would not help; one that is warm will soon be free.
  async #pickSoon(): Promise<GuestIsolate | undefined> {
    const until = performance.now() + (this.#isServerBusy() ? busyPatienceMs : 0);
    for (let turn = 0; this.size > this.#options.size; turn++) {
      if (turn >= patience && performance.now() >= until) return undefined;
      await new Promise<void>((resolve) => setImmediate(resolve));
      const isolate = this.#pick();
      if (isolate !== undefined) return isolate;
    }
    return undefined;
  }

  #isServerBusy(): boolean {
    const now = performance.eventLoopUtilization();
    const { active, idle, utilization } = performance.eventLoopUtilization(now, this.#load);
    if (active + idle > 20) {
      this.#load = now;
      this.#utilization = utilization;
    }
    return this.#utilization > 0.9;
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

  #left(slot: Slot): void {
    if (!slot.uncount()) return;
    this.#line.shift()?.();
  }

  async #wait(): Promise<void> {
    this.#hurry ??= setInterval(() => this.#passSlowOnes(), slowMs / 2);
    await new Promise<void>((resolve) => this.#line.push(resolve));
    if (this.#line.length > 0) return;
    clearInterval(this.#hurry);
    this.#hurry = undefined;
  }

  #passSlowOnes(): void {
    const now = performance.now();
    for (const slot of [...this.#counted]) if (now - slot.since > slowMs) this.#left(slot);
  }

  async #giveBack(): Promise<void> {
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

/** One running entry, in the count of those that hold back newcomers. */
class Slot {
  since = 0;
  readonly #counted: Set<Slot>;

  constructor(counted: Set<Slot>) {
    this.#counted = counted;
  }

  count(): void {
    this.since = performance.now();
    this.#counted.add(this);
  }

  uncount(): boolean {
    return this.#counted.delete(this);
  }
}
