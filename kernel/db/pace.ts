/**
 * Milliseconds a query may keep the main thread. Handing it to another one and getting the answer back costs a small part
 * of that (docs/performance.md), so that what is slower loses little by it.
 */
const quickMs = 4;
/**
 * What is left of a slow run after another. The same text may be quick with one value and slow with the next, a deep page
 * for one: who was slow once is not trusted for some hundred runs, and keeps the main thread that seldom.
 */
const fading = 0.99;
const keptTexts = 2000;

/** How long statements take at most, lately, by their text. */
export class Pace {
  readonly #times = new Map<string, number>();

  /** Undefined for a statement that never ran. */
  isQuick(text: string): boolean | undefined {
    const time = this.#times.get(text);
    return time === undefined ? undefined : time < quickMs;
  }

  took(text: string, ms: number): void {
    const before = this.#times.get(text);
    if (before === undefined && this.#times.size >= keptTexts) {
      this.#times.delete(this.#times.keys().next().value as string);
    }
    this.#times.set(text, before === undefined ? ms : Math.max(ms, before * fading));
  }

  /** Other tables or indexes: everything may be different now. */
  forget(): void {
    this.#times.clear();
  }
}
