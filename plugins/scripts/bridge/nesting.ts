import { AsyncLocalStorage } from "node:async_hooks";
import { NestedTooDeep } from "./errors.ts";

/** Handlers inside handlers that are surely no mistake. */
const unsuspicious = 24;
/** From the first suspicious one, how many more may nest. */
const deepest = 48;

/**
 * Tells how deep handlers are nested. Following async contexts costs every promise of the process a little,
 * so it only begins when so many entries wait for the host at once that a circle is possible.
 */
export class Nesting {
  readonly #depth = new AsyncLocalStorage<number>();
  #open = 0;

  /** How deep an entry begun by the caller is, as far as it was followed; throws when that is too deep. */
  nextDepth(): number {
    const depth = (this.#depth.getStore() ?? 0) + 1;
    if (depth > deepest) throw new NestedTooDeep(unsuspicious + deepest);
    return depth;
  }

  /** Runs what an entry of this depth asked the host for. */
  async within<T>(depth: number, work: () => T): Promise<Awaited<T>> {
    this.#open++;
    try {
      return await (this.#open < unsuspicious ? work() : this.#depth.run(depth, work));
    } finally {
      this.#open--;
      if (this.#open === 0) this.#depth.disable();
    }
  }
}
