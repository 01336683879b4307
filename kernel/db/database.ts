import { Connection, type Row, type RunResult, type SqlFunction } from "./connection.ts";
import type { Db, TableOptions, TableResult, Transaction } from "./db.ts";
import { QueryLanes, type ReadLanes } from "./lanes.ts";
import { Patience } from "./patience.ts";
import { raw, type Sql, type SqlValue } from "./sql.ts";
import { WriterTransaction } from "./transaction.ts";
import { WriteCounts } from "./write-counts.ts";
import { WriteHealth } from "./write-health.ts";
import { WriteLock } from "./write-lock.ts";
import { WriteQueue } from "./write-queue.ts";

export interface DatabaseOptions {
  readonly trace?: (text: string, ms: number) => void;
  readonly functions?: readonly SqlFunction[];
  /** Where what is written is counted. */
  readonly writes?: WriteCounts;
  /** Seconds a SELECT may take. */
  readonly queryTimeout?: number;
  /** Milliseconds to bear with other processes that lock the file. */
  readonly longestWaitMs?: number;
  /** Says a line to the operator, about a file that others lock or that cannot be written. */
  readonly tell?: (text: string) => void;
  /** Told when the file turns out to be damaged. */
  readonly onDamage?: () => void;
}

/** As long as the reference goes on trying. */
const defaultWaitMs = 120_000;

/** One SQLite file: one connection that writes, in turn, and readers that see what was committed. */
export class Database implements Db {
  readonly inTransaction = false;
  readonly database: Db = this;
  readonly locals = undefined;
  readonly file: string;
  readonly #writes: WriteCounts;
  readonly #writer: Connection;
  readonly #reader: Connection;
  readonly #lock = new WriteLock();
  readonly #queue: WriteQueue;
  readonly #lanes: ReadLanes;
  readonly #patience: Patience;
  readonly #health: WriteHealth;

  constructor(file: string, options: DatabaseOptions = {}) {
    this.file = file;
    const { trace, functions = [], tell = () => {}, onDamage = () => {} } = options;
    const longestMs = options.longestWaitMs ?? defaultWaitMs;
    this.#writes = options.writes ?? new WriteCounts();
    this.#writer = new Connection(file, { trace, functions, writes: this.#writes });
    this.#reader = new Connection(file, { readonly: true, trace, functions });
    for (const connection of [this.#writer, this.#reader]) connection.neverWait();
    this.#writes.follow(this.#writer);
    this.#health = new WriteHealth({ file, tell, onDamage });
    this.#patience = new Patience({
      longestMs,
      onWait: (seconds) =>
        tell(`${file} is locked by another process: what is to be written waits for up to ${seconds} s`),
      onFailure: (error) => this.#health.note(error),
    });
    this.#queue = new WriteQueue({
      writer: this.#writer,
      lock: this.#lock,
      patience: this.#patience,
      onFailure: (error) => this.#health.note(error),
    });
    this.#lanes = new QueryLanes(this.#reader, { file, timeout: options.queryTimeout ?? 30 });
  }

  async get<R = Row>(query: Sql): Promise<R | undefined> {
    return await this.#patience.during(() => this.#reader.get<R>(query));
  }

  async all<R = Row>(query: Sql): Promise<R[]> {
    return await this.#patience.during(() => this.#reader.all<R>(query));
  }

  async column<V extends SqlValue = SqlValue>(query: Sql): Promise<V[]> {
    return await this.#patience.during(() => this.#reader.column<V>(query));
  }

  async value<V extends SqlValue = SqlValue>(query: Sql): Promise<V | undefined> {
    return await this.#patience.during(() => this.#reader.value<V>(query));
  }

  async table(query: Sql, { limit, text }: TableOptions = {}): Promise<TableResult> {
    return await this.#patience.during(() =>
      text === "typed" ? this.#lanes.table(query, limit) : this.#reader.table(query, { limit }),
    );
  }

  scan<V extends SqlValue = SqlValue>(query: Sql): Promise<V[]> {
    return this.#patience.during(() => this.#lanes.column<V>(query));
  }

  scanRows<R = Row>(query: Sql): Promise<R[]> {
    return this.#patience.during(() => this.#lanes.rows<R>(query));
  }

  /** True if the text is one statement that returns rows and changes nothing. */
  isReading(text: string): boolean {
    return this.#reader.isReading(text);
  }

  run(query: Sql): Promise<RunResult> {
    return this.#queue.run(query);
  }

  async script(text: string): Promise<void> {
    const asked = performance.now();
    await this.#lock.hold(async () => {
      await this.#untilFree(asked);
      this.#writer.script(text);
    });
    this.schemaChanged();
  }

  async transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    const asked = performance.now();
    const transaction = new WriterTransaction(this, this.#writer);
    const begin = () => this.#patience.during(() => transaction.begin(), asked);
    let outcome: { readonly value: T } | { readonly error: unknown };
    try {
      const value = await this.#lock.hold(async () => {
        await begin();
        return await transaction.finish(work);
      });
      outcome = { value };
    } catch (error) {
      outcome = { error };
    }
    // The lock is free again: what runs after the commit may write through the database.
    if ("error" in outcome) {
      this.#health.note(outcome.error);
      await transaction.tellRolledBack(outcome.error);
      throw outcome.error;
    }
    await transaction.tellCommitted();
    return outcome.value;
  }

  async afterCommit(work: () => void | Promise<void>): Promise<void> {
    await work();
  }

  afterRollback(): void {} // nothing to roll back outside of a transaction

  schemaChanged(): void {
    this.#writes.outdateAll();
    this.#writer.forgetStatements();
    this.#reader.forgetStatements();
    this.#lanes.schemaChanged();
  }

  /** A consistent copy into another file, while it is in use; `onBytes` is told how much was copied. */
  async copyTo(file: string, onBytes: (bytes: number) => void = () => {}): Promise<void> {
    // Through the connection that writes: what it changes meanwhile is copied along, where another one's changes would
    // make the copy begin anew, and under steady writing never end.
    await this.#writer.backup(file, onBytes);
  }

  /** What is wrong with the file, found by reading all of it on another thread; undefined if nothing is. */
  async problem(): Promise<string | undefined> {
    const { rows } = await this.#lanes.table(raw("PRAGMA quick_check(1)"));
    const verdict = String(rows[0]?.[0]);
    return verdict === "ok" ? undefined : verdict;
  }

  /** Moves the write-ahead log into the file and refreshes the planner's statistics. */
  async optimize(): Promise<void> {
    const asked = performance.now();
    await this.#lock.hold(async () => {
      await this.#untilFree(asked);
      this.#writer.all(raw("PRAGMA wal_checkpoint(TRUNCATE)"));
      this.#writer.all(raw("PRAGMA optimize"));
    });
  }

  /** Waits for writers under way, then closes every handle. */
  async close(): Promise<void> {
    await this.#queue.drained();
    await this.#lock.acquire();
    await this.#lanes.close();
    this.#writes.follow(undefined);
    this.#reader.close();
    this.#writer.close();
  }

  // A script cannot be run again from its middle: it begins when nobody else writes.
  async #untilFree(asked: number): Promise<void> {
    await this.#patience.during(() => this.#writer.script("BEGIN IMMEDIATE; ROLLBACK"), asked);
  }
}
