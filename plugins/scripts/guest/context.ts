/** A bag of values that is handed down; the server's own use of it does not reach scripts. */
export class Context {
  readonly #parent: Context | undefined;
  readonly #key: unknown;
  readonly #value: unknown;

  constructor(parent?: Context | null, key?: unknown, value?: unknown) {
    this.#parent = parent ?? undefined;
    this.#key = key;
    this.#value = value;
  }

  value(key: unknown): unknown {
    return key === this.#key ? this.#value : (this.#parent?.value(key) ?? null);
  }
}
