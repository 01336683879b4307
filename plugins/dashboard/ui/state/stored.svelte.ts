/** A value that outlives the page: kept in the browser under one key. */
export class Stored<T> {
  readonly #key: string;
  #value: T = $state.raw() as T;

  constructor(key: string, fallback: T) {
    this.#key = `isobase:${key}`;
    this.#value = readStored(this.#key) ?? fallback;
  }

  get value(): T {
    return this.#value;
  }

  set value(next: T) {
    this.#value = next;
    keep(this.#key, next);
  }
}

function readStored<T>(key: string): T | undefined {
  try {
    const text = localStorage.getItem(key);
    return text === null ? undefined : (JSON.parse(text) as T);
  } catch {
    return undefined; // unreadable or forbidden storage is the same as none
  }
}

function keep(key: string, value: unknown): void {
  try {
    localStorage.setItem(key, JSON.stringify(value));
  } catch {
    // A full or forbidden storage only costs the convenience.
  }
}
