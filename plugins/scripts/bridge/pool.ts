import { availableParallelism } from "node:os";
import { Deadlines } from "./deadline.ts";
import type { GuestIsolate, Job, Keeper } from "./isolate.ts";
import { Stalls } from "./stalls.ts";
import type { Wire } from "./wire.ts";

/** Isolates nobody has needed for so long are given back. */
const sweepMs = 30_000;
/** Sandboxes at work at once, to begin with. More would only take turns on the cores, and each must be warm to be fast. */
const least = 8;
/** More than this are never at work for want of progress, which is more than may nest; those that wait for the world outside are not counted. */
const most = 96;
/** Sandboxes that run side by side, each with so many entries, before more is given to them ahead. */
const abreast = Math.max(2, availableParallelism());
const handful = 2;

export interface PoolOptions {
  /** Makes a sandbox with the scripts of the generation in it. */
  make(): Promise<GuestIsolate>;
  /** Isolates kept ready. */
  readonly size: number;
  /** Megabytes of heap after which an idle isolate is replaced. */
  readonly heapLimit: number;
  /** Milliseconds of running time per entry. */
  readonly timeLimit: number;
}

/** What came out of an entry, and how many milliseconds it ran. */
export interface Outcome {
  readonly wire: Wire;
  readonly ranMs: number;
}

/**
 * Sandboxes with the same scripts. Each runs one entry at a time, and may be given the next ones ahead, which spares
 * waking it for each; what it did not begin is taken back when it must wait. Grows when nothing moves, shrinks when idle.
 */
export class Pool {
  readonly #options: PoolOptions;
  /** In the order of their last use. */
  readonly #sandboxes = new Set<GuestIsolate>();
  /** Those that wait for something outside the server, by the entry that does. */
  readonly #away = new Map<number, GuestIsolate>();
  readonly #places = new Map<number, GuestIsolate>();
  readonly #line: Job[] = [];
  readonly #deadlines: Deadlines;
  /** Those whose entry takes so long that nothing should be given to them ahead. */
  readonly #slow = new Set<GuestIsolate>();
  readonly #stalls = new Stalls({
    isAnybodyWaiting: () => this.#line.length > 0 || this.#places.size > this.busy,
    onLook: () => this.#spareSlow(),
    onStall: () => this.#loosen(),
  });
  readonly #keeper: Keeper = {
    freed: (isolate) => this.#freed(isolate),
    blocked: (isolate) => this.#blocked(isolate),
    ended: (isolate, left) => this.#ended(isolate, left),
  };
  readonly #sweep: NodeJS.Timeout;
  readonly #heaps = new WeakMap<GuestIsolate, number>();
  #limit = least;
  #making = 0;
  #closed: (() => void) | undefined;
  /** Fewest isolates that lay idle since the last sweep. */
  #spare = 0;

  constructor(options: PoolOptions) {
    this.#options = options;
    this.#deadlines = new Deadlines(options.timeLimit);
    this.#sweep = setInterval(() => void this.#giveBack(), sweepMs);
    this.#sweep.unref();
  }

  get size(): number {
    return this.#sandboxes.size;
  }

  get busy(): number {
    let count = 0;
    for (const isolate of this.#sandboxes) if (isolate.jobCount > 0) count++;
    return count;
  }

  /** Bytes all of them held when they last told; asks again, and does not wait for those that are busy. */
  heapBytes(): number {
    let sum = 0;
    for (const isolate of this.#sandboxes) {
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
    if (this.#closed !== undefined && this.#line.length === 0) {
      isolate.dispose();
      return;
    }
    this.#sandboxes.add(isolate);
    this.#deadlines.watch(isolate);
    isolate.keep(this.#keeper);
  }

  /** Runs an entry in one of them. */
  async run(entry: number, text: string): Promise<Outcome> {
    return await new Promise((resolve, reject) => {
      const done = (wire: Wire, ranMs: number): void => {
        this.#places.delete(entry);
        resolve({ wire, ranMs });
      };
      const failed = (error: Error): void => {
        this.#places.delete(entry);
        reject(error);
      };
      this.#line.push({ entry, text, done, failed });
      this.#dispatch();
    });
  }

  /** The entry waits for something outside the server from now on: its sandbox holds nobody back. */
  pause(entry: number): void {
    const isolate = this.#places.get(entry);
    if (isolate !== undefined) this.#away.set(entry, isolate);
    this.#dispatch();
  }

  resume(entry: number): void {
    this.#away.delete(entry);
  }

  /** Lets entries under way finish, and disposes of every isolate. */
  async close(): Promise<void> {
    clearInterval(this.#sweep);
    const closed = new Promise<void>((resolve) => {
      this.#closed = resolve;
    });
    for (const isolate of [...this.#sandboxes]) if (isolate.jobCount === 0) isolate.dispose();
    this.#endIfEmpty();
    await closed;
  }

  #dispatch(): void {
    for (let job = this.#line[0]; job !== undefined; job = this.#line[0]) {
      const isolate = this.#choose();
      if (isolate === undefined) {
        this.#grow();
        break;
      }
      this.#line.shift();
      this.#places.set(job.entry, isolate);
      this.#sandboxes.delete(isolate);
      this.#sandboxes.add(isolate);
      isolate.give(job);
      this.#deadlines.look();
    }
    if (this.#line.length > 0 || this.#places.size > 0) this.#stalls.watch();
  }

  /** The idle one used last while few are at work, otherwise the one with the least to do; undefined if none may be used. */
  #choose(): GuestIsolate | undefined {
    let running = 0;
    let idle: GuestIsolate | undefined;
    let lightest: GuestIsolate | undefined;
    for (const isolate of this.#sandboxes) {
      if (isolate.jobCount === 0) idle = isolate;
      if (!isolate.isOpen || isolate.jobCount === 0 || this.#slow.has(isolate)) continue;
      running++;
      if (lightest === undefined || isolate.jobCount < lightest.jobCount) lightest = isolate;
    }
    const wantsAnother = lightest === undefined || (running < abreast && lightest.jobCount >= handful);
    const mayStart = wantsAnother && idle !== undefined && this.#working() < this.#limit;
    return mayStart ? idle : lightest;
  }

  /** Sandboxes at work, without those that wait for the world outside. */
  #working(): number {
    return this.busy - new Set(this.#away.values()).size;
  }

  #grow(): void {
    const wanted = Math.min(abreast, this.#line.length, this.#limit - this.#working());
    if (this.#making >= wanted) return;
    this.#making++;
    this.#options.make().then(
      (isolate) => {
        this.#making--;
        this.add(isolate);
        this.#dispatch();
      },
      (error: Error) => {
        this.#making--;
        this.#line.shift()?.failed(error);
        this.#dispatch();
      },
    );
  }

  #freed(isolate: GuestIsolate): void {
    this.#stalls.moved();
    this.#slow.delete(isolate);
    if (isolate.jobCount === 0) {
      this.#noteSpare();
      if (this.#closed !== undefined && this.#line.length === 0) isolate.dispose();
    }
    this.#dispatch();
  }

  #blocked(isolate: GuestIsolate): void {
    this.#stalls.moved();
    this.#takeBack(isolate.withdraw());
  }

  #ended(isolate: GuestIsolate, left: readonly Job[]): void {
    this.#sandboxes.delete(isolate);
    this.#slow.delete(isolate);
    this.#deadlines.unwatch(isolate);
    this.#takeBack(left);
    this.#endIfEmpty();
  }

  #takeBack(jobs: readonly Job[]): void {
    for (const { entry } of jobs) this.#places.delete(entry);
    this.#line.unshift(...jobs);
    this.#dispatch();
  }

  // Others do what would wait for one that is long at its entry.
  #spareSlow(): void {
    for (const isolate of this.#sandboxes) {
      if (isolate.jobCount < 2 || !isolate.isStuck()) continue;
      this.#slow.add(isolate);
      this.#takeBack(isolate.withdraw());
    }
  }

  // Nobody came or went for a while: those at work may wait for somebody in the line, likeliest the one that came last.
  #loosen(): void {
    const last = this.#line.pop();
    if (last === undefined) return;
    this.#line.unshift(last);
    this.#limit = Math.min(most, Math.max(this.#limit, this.#working()) + 1);
    this.#dispatch();
  }

  #noteSpare(): void {
    this.#spare = Math.min(this.#spare, this.size - this.busy);
  }

  #endIfEmpty(): void {
    if (this.#closed !== undefined && this.#sandboxes.size === 0 && this.#line.length === 0) {
      this.#stalls.stop();
      this.#closed();
    }
  }

  async #giveBack(): Promise<void> {
    if (this.#line.length === 0) this.#limit = Math.max(least, this.#limit - 1);
    const idle = [...this.#sandboxes].filter((isolate) => isolate.jobCount === 0);
    const spare = Math.min(this.#spare, idle.length - this.#options.size);
    this.#spare = idle.length;
    for (const isolate of idle.slice(0, Math.max(0, spare))) isolate.dispose();
    for (const isolate of idle.slice(Math.max(0, spare))) {
      const isLarge = (await isolate.heapBytes()) >= this.#options.heapLimit * 1024 * 1024;
      if (isLarge && isolate.jobCount === 0) isolate.dispose();
    }
  }
}
