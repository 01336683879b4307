/** Headers of a request; names in any case. */
export class Header {
  readonly #values = new Map<string, string[]>();

  /** Whether somebody changed something. */
  isChanged = false;

  constructor(pairs: readonly (readonly [name: string, value: string])[]) {
    for (const [name, value] of pairs) this.add(name, value);
    this.isChanged = false;
  }

  get(name: string): string {
    return this.#values.get(String(name).toLowerCase())?.[0] ?? "";
  }

  values(name: string): string[] {
    return [...(this.#values.get(String(name).toLowerCase()) ?? [])];
  }

  set(name: string, value: unknown): void {
    this.isChanged = true;
    this.#values.set(name.toLowerCase(), [String(value)]);
  }

  add(name: string, value: unknown): void {
    this.isChanged = true;
    this.#values.set(name.toLowerCase(), [...this.values(name), String(value)]);
  }

  del(name: string): void {
    this.isChanged = true;
    this.#values.delete(name.toLowerCase());
  }

  /** By names in lower case, as the host keeps them. */
  lowered(): { [name: string]: string[] } {
    return Object.fromEntries(this.#values);
  }

  toJSON(): { [name: string]: string[] } {
    return Object.fromEntries([...this.#values].map(([name, values]) => [canonical(name), values]));
  }
}

function canonical(name: string): string {
  return name.replace(/(^|-)[a-z]/g, (part) => part.toUpperCase());
}
