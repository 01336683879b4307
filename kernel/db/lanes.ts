import { statSync } from "node:fs";
import { availableParallelism } from "node:os";
import type { Connection, Row } from "./connection.ts";
import type { TableResult } from "./db.ts";
import { Lane, type Shape } from "./lane.ts";
import { Pace } from "./pace.ts";
import type { Sql, SqlValue } from "./sql.ts";

/** Where queries run that may visit many rows. */
export interface ReadLanes {
  column<V extends SqlValue = SqlValue>(query: Sql): Promise<V[]>;
  rows<R = Row>(query: Sql): Promise<R[]>;
  /** Always on a thread. */
  table(query: Sql, limit?: number): Promise<TableResult>;
  schemaChanged(): void;
  close(): Promise<void>;
}

export interface LaneOptions {
  readonly file: string;
  /** Seconds after which a query is ended. */
  readonly timeout: number;
}

/** More threads than this would take turns on the cores anyway; with one, the quick would wait for the slow. */
const maxLanes = Math.min(4, Math.max(2, availableParallelism()));
/** Bytes of a database that no query takes long to read. */
const smallFile = 1024 * 1024;

/** Runs what is known to be quick at once, on the main thread; what is slow or was never run, on threads that only read. */
export class QueryLanes implements ReadLanes {
  readonly #reader: Connection;
  readonly #options: LaneOptions;
  readonly #pace = new Pace();
  readonly #lanes = new Set<Lane>();
  readonly #free: Lane[] = [];
  readonly #line: ((lane: Lane) => void)[] = [];
  #isSmall = true;
  #closed = false;

  constructor(reader: Connection, options: LaneOptions) {
    this.#reader = reader;
    this.#options = options;
  }

  async column<V extends SqlValue = SqlValue>(query: Sql): Promise<V[]> {
    if (!this.#isQuick(query.text)) return (await this.#elsewhere("column", query)) as V[];
    return this.#here(query, () => this.#reader.column<V>(query));
  }

  async rows<R = Row>(query: Sql): Promise<R[]> {
    if (!this.#isQuick(query.text)) return (await this.#elsewhere("rows", query)) as R[];
    return this.#here(query, () => this.#reader.all<R>(query));
  }

  async table(query: Sql, limit = Infinity): Promise<TableResult> {
    const [table] = await this.#elsewhere({ table: limit }, query);
    return table as TableResult;
  }

  schemaChanged(): void {
    this.#pace.forget();
    for (const lane of this.#lanes) lane.schemaChanged();
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#lanes].map((lane) => lane.end()));
  }

  #isQuick(text: string): boolean {
    return this.#pace.isQuick(text) ?? this.#isFileSmall();
  }

  /** A file that has grown once is not asked for its size again. */
  #isFileSmall(): boolean {
    if (this.#isSmall)
      this.#isSmall = sizeOf(this.#options.file) + sizeOf(`${this.#options.file}-wal`) < smallFile;
    return this.#isSmall;
  }

  #here<T>({ text }: Sql, work: () => T): T {
    const started = performance.now();
    const result = work();
    this.#pace.took(text, performance.now() - started);
    return result;
  }

  async #elsewhere(shape: Shape, query: Sql): Promise<unknown[]> {
    const lane = await this.#take();
    try {
      const { result, ms } = await lane.run(shape, query, this.#options.timeout * 1000);
      this.#pace.took(query.text, ms);
      return result;
    } finally {
      this.#giveBack(lane);
    }
  }

  async #take(): Promise<Lane> {
    const free = this.#free.pop();
    if (free !== undefined) return free;
    if (this.#lanes.size < maxLanes) return this.#open();
    return await new Promise((resolve) => this.#line.push(resolve));
  }

  #open(): Lane {
    const lane = new Lane(this.#options.file, () => this.#drop(lane));
    this.#lanes.add(lane);
    return lane;
  }

  /** A lane whose thread ended, because it was idle for long or had to be given up. */
  #drop(lane: Lane): void {
    this.#lanes.delete(lane);
    const place = this.#free.indexOf(lane);
    if (place !== -1) this.#free.splice(place, 1);
  }

  #giveBack(lane: Lane): void {
    const next = this.#line.shift();
    const usable = this.#lanes.has(lane) || this.#closed ? lane : undefined;
    if (next !== undefined) next(usable ?? this.#open());
    else if (usable !== undefined) this.#free.push(usable);
  }
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}
