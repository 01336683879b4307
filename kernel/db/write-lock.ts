import { AsyncLocalStorage } from "node:async_hooks";
import { WriteInsideWrite } from "./errors.ts";

/** SQLite allows one writer, and a turn to write may span awaits: whoever comes later waits in line. */
export class WriteLock {
  #held = false;
  readonly #line: (() => void)[] = [];
  #turn: object | undefined;
  readonly #holder = new AsyncLocalStorage<object>();

  get held(): boolean {
    return this.#held;
  }

  /** Runs `work` when it is its turn. From inside such work it is an error, for it would wait for itself. */
  async hold<T>(work: () => Promise<T>): Promise<T> {
    await this.acquire();
    const turn = {};
    this.#turn = turn;
    try {
      return await this.#holder.run(turn, work);
    } finally {
      this.#turn = undefined;
      this.release();
    }
  }

  /** Takes the lock now if it is free and nobody waits. Whoever got true must release(). */
  tryAcquire(): boolean {
    if (this.#held) return false;
    this.#held = true;
    return true;
  }

  async acquire(): Promise<void> {
    this.refuseInside();
    if (this.tryAcquire()) return;
    await new Promise<void>((resolve) => this.#line.push(resolve));
  }

  /** Throws if the caller is part of the work that holds the lock. */
  refuseInside(): void {
    if (this.#turn !== undefined && this.#holder.getStore() === this.#turn) throw new WriteInsideWrite();
  }

  release(): void {
    const next = this.#line.shift();
    if (next !== undefined) {
      next(); // the lock goes from hand to hand and is never seen free
      return;
    }
    this.#held = false;
    // Tracking contexts costs every promise of the process a little; only pay while someone holds the lock.
    this.#holder.disable();
  }
}
