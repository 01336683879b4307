import { randomBytes } from "node:crypto";
import { type FSWatcher, watch } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";

/** What processes on one data folder tell each other about. */
export type Topic = "settings" | "collections";

export interface SignalOptions {
  /** The folder of signals; made when it is needed. */
  readonly folder: string;
  /** Told once for signals of others that come close together. */
  readonly onSignal: (topic: Topic) => void;
}

const quietMs = 50;

/** Short-lived files by which processes on one data folder tell each other that something changed. */
export class Signals {
  readonly #folder: string;
  readonly #onSignal: (topic: Topic) => void;
  /** Tells our own signals from those of others. */
  readonly #suffix = randomBytes(5).toString("hex");
  readonly #timers = new Map<Topic, NodeJS.Timeout>();
  #watcher: FSWatcher | undefined;

  constructor({ folder, onSignal }: SignalOptions) {
    this.#folder = folder;
    this.#onSignal = onSignal;
  }

  async send(topic: Topic): Promise<void> {
    const file = path.join(this.#folder, `${topic}@${this.#suffix}`);
    await mkdir(this.#folder, { recursive: true });
    await writeFile(file, "");
    await rm(file, { force: true });
  }

  async listen(): Promise<void> {
    await mkdir(this.#folder, { recursive: true });
    this.#watcher = watch(this.#folder, { persistent: false }, (_event, name) => this.#hear(name ?? ""));
    this.#watcher.on("error", () => this.close()); // the folder went away; so did those who use it
  }

  close(): void {
    this.#watcher?.close();
    this.#watcher = undefined;
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
  }

  #hear(name: string): void {
    const [topic, suffix] = name.split("@");
    if ((topic !== "settings" && topic !== "collections") || suffix === this.#suffix) return;
    clearTimeout(this.#timers.get(topic));
    const timer = setTimeout(() => this.#onSignal(topic), quietMs).unref();
    this.#timers.set(topic, timer);
  }
}
