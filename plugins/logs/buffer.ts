import type { LogEntry } from "#kernel";

export interface BufferOptions {
  readonly write: (entries: readonly LogEntry[]) => Promise<void>;
  /** Told when a batch could not be written, once until one can again; it is kept and tried again. */
  readonly onFailure: (error: unknown) => void;
}

const mostEntries = 200;
const longestWaitMs = 3000;
/** Entries kept while none can be written; beyond these the oldest go. */
const mostKept = 5000;

/** Collects entries and writes them together: 200 at a time, or what there is after three seconds. */
export class LogBuffer {
  readonly #write: BufferOptions["write"];
  readonly #onFailure: BufferOptions["onFailure"];
  #entries: LogEntry[] = [];
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();
  #state: "waiting" | "open" | "failing" | "closed" = "waiting";

  constructor({ write, onFailure }: BufferOptions) {
    this.#write = write;
    this.#onFailure = onFailure;
  }

  add(entry: LogEntry): void {
    if (this.#state === "closed") return;
    this.#entries.push(entry);
    if (this.#state === "waiting") return;
    if (this.#state === "open" && this.#entries.length >= mostEntries) void this.flush();
    else this.#flushLater();
  }

  /** From now on there is somewhere to write to. */
  open(): void {
    this.#state = "open";
    if (this.#entries.length > 0) void this.flush();
  }

  /** Writes what there is; settles when all that was ever added is written or could not be. */
  flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const entries = this.#entries;
    if (entries.length === 0 || this.#state === "waiting") return this.#writing;
    this.#entries = [];
    this.#writing = Promise.all([this.#writing, this.#attempt(entries)]).then(() => {});
    return this.#writing;
  }

  async close(): Promise<void> {
    await this.flush();
    this.#state = "closed";
    clearTimeout(this.#timer);
  }

  async #attempt(entries: readonly LogEntry[]): Promise<void> {
    try {
      await this.#write(entries);
      if (this.#state === "failing") this.#state = "open";
    } catch (error) {
      if (this.#state === "open") this.#onFailure(error);
      this.#state = "failing";
      this.#entries = [...entries, ...this.#entries].slice(-mostKept);
      this.#flushLater();
    }
  }

  #flushLater(): void {
    this.#timer ??= setTimeout(() => void this.flush(), longestWaitMs).unref();
  }
}
