import { setTimeout as wait } from "node:timers/promises";

const windowMs = 3000;
const freeInWindow = 3;
const maxDelayMs = 500;
const keptAddresses = 10_000;

/**
 * Slows down whoever keeps asking filtered questions that find nothing: from how long the answer takes, they could learn
 * what a list rule hides from them.
 */
export class EmptyLists {
  readonly #recent = new Map<string, { count: number; readonly since: number }>();

  async found(address: string): Promise<void> {
    const now = performance.now();
    const known = this.#recent.get(address);
    if (known === undefined || now - known.since > windowMs) {
      this.#recent.delete(address);
      if (this.#recent.size >= keptAddresses) this.#recent.delete(this.#recent.keys().next().value as string);
      this.#recent.set(address, { count: 1, since: now });
      return;
    }
    if (++known.count > freeInWindow) await wait(Math.random() * maxDelayMs);
  }
}
