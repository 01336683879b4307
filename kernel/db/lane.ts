import path from "node:path";
import { Worker } from "node:worker_threads";
import { packageFolder } from "../package-folder.ts";
import { QueryTimeout, SqlFailure } from "./errors.ts";
import type { Sql, SqlValue } from "./sql.ts";

/** What a query gives: whole rows, the first column of each, or one table of at most `limit` rows. */
export type Shape = "column" | "rows" | { readonly table: number };

export type Order =
  | {
      readonly kind: "query";
      readonly shape: Shape;
      readonly text: string;
      readonly values: readonly SqlValue[];
    }
  | { readonly kind: "forget" };

export type Report =
  | { readonly ok: true; readonly result: unknown[]; readonly ms: number }
  | { readonly ok: false; readonly code: string; readonly message: string; readonly sql: string };

interface Outcome {
  readonly result: unknown[];
  readonly ms: number;
}

const idleMs = 60_000;
const isSource = import.meta.url.endsWith(".ts");
const built = path.join(packageFolder, "dist/kernel/db/lane-worker.js");

/** A thread with a connection of its own that only reads; one query at a time. */
export class Lane {
  readonly #worker: Worker;
  readonly #ended: () => void;
  readonly #ready: Promise<void>;
  #settle: ((report: Report | Error) => void) | undefined;
  #idle: NodeJS.Timeout | undefined;

  /** `ended` is told once, when the thread is no more or of no more use. */
  constructor(file: string, ended: () => void) {
    this.#worker = isSource ? sourceWorker(file) : new Worker(built, { workerData: { file } });
    this.#worker.unref();
    // Time starts to count when the thread is there, not when it is asked for.
    this.#ready = new Promise((resolve, reject) => {
      this.#worker.once("message", () => resolve());
      this.#worker.once("error", reject);
    });
    this.#ready.catch(ignore); // told to whoever asks first
    this.#worker.on("message", (report: Report) => this.#settle?.(report));
    this.#worker.on("error", (error: Error) => this.#settle?.(error));
    this.#worker.on("exit", () => {
      ended();
      this.#settle?.(new Error("A reading thread ended."));
    });
    this.#ended = ended;
  }

  async run(shape: Shape, query: Sql, timeoutMs: number): Promise<Outcome> {
    clearTimeout(this.#idle);
    this.#worker.ref();
    await this.#ready;
    let limit: NodeJS.Timeout | undefined;
    const report = await new Promise<Report | Error>((resolve) => {
      this.#settle = resolve;
      limit = setTimeout(() => resolve(new QueryTimeout()), timeoutMs);
      this.#send({ kind: "query", shape, text: query.text, values: query.values });
    });
    clearTimeout(limit);
    this.#settle = undefined;
    this.#rest();
    if (report instanceof QueryTimeout) this.#giveUp();
    if (report instanceof Error) throw report;
    if (!report.ok) throw new SqlFailure(report.code, report.message, report.sql);
    return report;
  }

  schemaChanged(): void {
    this.#send({ kind: "forget" });
  }

  async end(): Promise<void> {
    clearTimeout(this.#idle);
    await this.#worker.terminate();
  }

  #send(order: Order): void {
    this.#worker.postMessage(order);
  }

  #rest(): void {
    this.#worker.unref();
    this.#idle = setTimeout(() => void this.end(), idleMs);
    this.#idle.unref();
  }

  /** SQLite cannot be interrupted from outside: the thread ends when the statement does, and is not waited for. */
  #giveUp(): void {
    this.#ended();
    void this.end();
  }
}

// A thread does not take over the loader its process reads TypeScript with, and has to be given it.
function sourceWorker(file: string): Worker {
  const loader = JSON.stringify(import.meta.resolve("tsx/esm/api"));
  const source = JSON.stringify(new URL("./lane-worker.ts", import.meta.url).href);
  const code = `import(${loader}).then(({ register }) => { register(); return import(${source}); });`;
  return new Worker(code, { eval: true, workerData: { file }, execArgv: ["--conditions=isobase-source"] });
}

function ignore(): void {}
