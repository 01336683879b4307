export interface BatchOptions<T> {
  readonly send: (items: readonly T[]) => Promise<void>;
  readonly onFailure: (error: unknown) => void;
}

const mostAtOnce = 512;
/** Beyond these the oldest go: a collector that is away must not cost the server its memory. */
const mostKept = 2048;
const longestWaitMs = 5000;

/** Collects items and sends them together, again if they were not taken. */
export class Batch<T> {
  readonly #options: BatchOptions<T>;
  #items: T[] = [];
  #timer: NodeJS.Timeout | undefined;
  #sending: Promise<void> | undefined;

  constructor(options: BatchOptions<T>) {
    this.#options = options;
  }

  add(item: T): void {
    if (this.#items.length >= mostKept) this.#items.shift();
    this.#items.push(item);
    this.#timer ??= setTimeout(() => void this.#flush(), longestWaitMs).unref();
    if (this.#items.length === mostAtOnce) void this.#flush();
  }

  /** Sends what is left, once. */
  async close(): Promise<void> {
    await this.#sending;
    await this.#flush();
    clearTimeout(this.#timer);
  }

  async #flush(): Promise<void> {
    if (this.#sending !== undefined) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#sending = this.#sendAll();
    await this.#sending;
    this.#sending = undefined;
  }

  async #sendAll(): Promise<void> {
    while (this.#items.length > 0) {
      const items = this.#items.splice(0, mostAtOnce);
      try {
        await this.#options.send(items);
      } catch (error) {
        this.#items = [...items, ...this.#items].slice(-mostKept);
        this.#timer ??= setTimeout(() => void this.#flush(), longestWaitMs).unref();
        this.#options.onFailure(error);
        return;
      }
    }
  }
}
