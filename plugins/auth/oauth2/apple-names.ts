const keptMs = 60_000;
const longest = 150;
const most = 1000;

interface Kept {
  readonly name: string;
  readonly until: number;
}

/** Names that came with Apple's redirect, once and only there, until the sign-in that follows asks for them by its code. */
class AppleNames {
  readonly #byCode = new Map<string, Kept>();

  keep(code: string, name: string): void {
    if (code === "" || name === "" || name.length > longest) return;
    for (const [old, { until }] of this.#byCode) if (until < Date.now()) this.#byCode.delete(old);
    if (this.#byCode.size < most) this.#byCode.set(code, { name, until: Date.now() + keptMs });
  }

  take(code: string): string {
    const kept = this.#byCode.get(code);
    this.#byCode.delete(code);
    return kept === undefined || kept.until < Date.now() ? "" : kept.name;
  }
}

export const appleNames = new AppleNames();
