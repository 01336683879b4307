/** Headers of a request; names in any case. */
export class Header {
  readonly #values = new Map<string, string[]>();

  constructor(pairs: readonly (readonly [name: string, value: string])[]) {
    for (const [name, value] of pairs) this.add(name, value);
  }

  get(name: string): string {
    return this.#values.get(String(name).toLowerCase())?.[0] ?? "";
  }

  values(name: string): string[] {
    return [...(this.#values.get(String(name).toLowerCase()) ?? [])];
  }

  set(name: string, value: unknown): void {
    this.#values.set(name.toLowerCase(), [String(value)]);
  }

  add(name: string, value: unknown): void {
    this.#values.set(name.toLowerCase(), [...this.values(name), String(value)]);
  }

  del(name: string): void {
    this.#values.delete(name.toLowerCase());
  }

  toJSON(): { [name: string]: string[] } {
    return Object.fromEntries([...this.#values].map(([name, values]) => [canonical(name), values]));
  }
}

function canonical(name: string): string {
  return name.replace(/(^|-)[a-z]/g, (part) => part.toUpperCase());
}
