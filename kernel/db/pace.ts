/**
 * Milliseconds a query may keep the main thread. Handing it to another one and getting the answer back costs a tenth of
 * that (docs/performance.md), so that what is slower loses little by it.
 */
const quickMs = 2;
/** How much of a slow run is still remembered after each quick one: the same text is slow for some values only. */
const fading = 0.85;
const keptTexts = 2000;

/** How long statements took, by their text. */
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
    this.#times.set(text, Math.max(ms, (before ?? 0) * fading));
  }

  /** Other tables or indexes: everything may be different now. */
  forget(): void {
    this.#times.clear();
  }
}
