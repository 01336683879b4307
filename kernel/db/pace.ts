/**
 * Milliseconds a query may keep the main thread. Handing it to another one and getting the answer back costs a small part
 * of that (docs/performance.md), so that what is slower loses little by it.
 */
const quickMs = 4;
/** How much the latest run counts. One slow run among quick ones is the machine's doing, not the statement's. */
const weight = 0.3;
const keptTexts = 2000;

/** How long statements take, by their text. */
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
    this.#times.set(text, before === undefined ? ms : before + (ms - before) * weight);
  }

  /** Other tables or indexes: everything may be different now. */
  forget(): void {
    this.#times.clear();
  }
}
