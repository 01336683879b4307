import type { Row, RunResult } from "./connection.ts";
import type { Sql, SqlValue } from "./sql.ts";

/** What both the database and a transaction can do. Functions that work with either take a Db. */
export interface Db {
  /** True inside a transaction: what is written is not yet seen by others. */
  readonly inTransaction: boolean;
  /** The database itself, whether this is it or a transaction of it. */
  readonly database: Db;
  get<R = Row>(query: Sql): Promise<R | undefined>;
  all<R = Row>(query: Sql): Promise<R[]>;
  /** The first column of every row. */
  column<V extends SqlValue = SqlValue>(query: Sql): Promise<V[]>;
  /** The first column of the first row. */
  value<V extends SqlValue = SqlValue>(query: Sql): Promise<V | undefined>;
  /** Rows as arrays, with column names and declared types. */
  table(query: Sql, options?: TableOptions): Promise<TableResult>;
  /** Like column(), for what may visit many rows: it may run on another thread, and ends at --queryTimeout. */
  scan<V extends SqlValue = SqlValue>(query: Sql): Promise<V[]>;
  /** The same for whole rows. */
  scanRows<R = Row>(query: Sql): Promise<R[]>;
  run(query: Sql): Promise<RunResult>;
  /** Runs text with any number of statements and no values. */
  script(text: string): Promise<void>;
  /** One transaction around `work`; inside a transaction, the same one. Rolled back when `work` throws. */
  transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
  /** Runs once what was written is there for everybody: now, or after the commit. */
  afterCommit(work: () => void | Promise<void>): Promise<void>;
  /** Runs if the transaction is rolled back; outside of one, never. */
  afterRollback(work: (reason: unknown) => void | Promise<void>): void;
  /** What belongs to this transaction alone, such as schema changes nobody else may see; outside of one, undefined. */
  readonly locals: Map<symbol, unknown> | undefined;
  /** To be called after tables or columns changed. */
  schemaChanged(): void;
}

export interface TableOptions {
  /** Rows after these are not read. */
  readonly limit?: number;
  /** Text that somebody typed may take any time: it never runs on the main thread. Its whole numbers are bigint. */
  readonly text?: "typed";
}

export interface TableResult {
  readonly columns: readonly { readonly name: string; readonly type: string | null }[];
  readonly rows: SqlValue[][];
}

/** A turn to write: what it wrote is committed, or rolled back, as a whole. */
export interface Transaction extends Db {
  /** Like transaction(), but what `work` wrote is taken back alone when it throws. */
  savepoint<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
}
