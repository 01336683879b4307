import type { ScriptsReport } from "./scripts.ts";

const kept = 30;

/** How often each script was called between one look and the next. */
export class Pulses {
  readonly #before = new Map<string, number>();
  readonly #amounts = new Map<string, readonly number[]>();

  note({ files }: ScriptsReport): void {
    for (const { file, calls } of files) {
      const before = this.#before.get(file);
      this.#before.set(file, calls);
      // After a reload counting begins anew.
      const amount = before === undefined || calls < before ? 0 : calls - before;
      this.#amounts.set(file, [...this.of(file), amount].slice(-kept));
    }
  }

  of(file: string): readonly number[] {
    return this.#amounts.get(file) ?? [];
  }
}
