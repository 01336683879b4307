import Sqlite from "better-sqlite3";
import { dialect } from "./dialect.ts";
import { asSqlFailure } from "./errors.ts";
import { withTextQuoted } from "./quoted-text.ts";
import { raw, type Sql, type SqlValue } from "./sql.ts";
import type { WriteCounts } from "./write-counts.ts";

export type Row = Record<string, SqlValue>;

export interface RunResult {
  /** Rows the statement changed. */
  readonly changes: number;
  readonly lastInsertRowid: number | bigint;
}

/** A function SQL can call by name. Must be pure: SQLite may call it any number of times. */
export interface SqlFunction {
  readonly name: string;
  readonly call: (...values: SqlValue[]) => SqlValue;
}

export interface ConnectionOptions {
  readonly readonly?: boolean;
  /** Told of every statement and its time in milliseconds; for --dev. */
  readonly trace?: ((text: string, ms: number) => void) | undefined;
  readonly functions?: readonly SqlFunction[];
  /** Where what this one writes is counted. */
  readonly writes?: WriteCounts;
}

// The reference's pragmas, in its order.
const pragmas = [
  "busy_timeout=10000",
  "journal_mode=WAL",
  "journal_size_limit=200000000",
  "synchronous=NORMAL",
  "foreign_keys=ON",
  "temp_store=MEMORY",
  "cache_size=-32000",
];

/** Pages a backup copies before others have their turn. */
const pagesPerTurn = 100;

/** What begins and ends a transaction, and writes nothing itself. */
const turns: ReadonlySet<string> = new Set(["BEGIN IMMEDIATE", "COMMIT", "ROLLBACK"]);

/** Statements kept per connection and kind; more texts than this and the oldest is prepared again. */
const keptStatements = 1000;

type Statements = Map<string, Sqlite.Statement<SqlValue[]>>;

/** One SQLite handle: pragmas, and prepared statements kept by their text. */
export class Connection {
  readonly #handle: Sqlite.Database;
  readonly #statements: Statements = new Map();
  /** Those that give the first column of their rows: told apart, for switching a statement back and forth costs calls. */
  readonly #plucking: Statements = new Map();
  readonly #trace: ConnectionOptions["trace"];
  readonly #writes: WriteCounts | undefined;

  constructor(file: string, options: ConnectionOptions = {}) {
    this.#handle = new Sqlite(file, { readonly: options.readonly ?? false });
    this.#trace = options.trace;
    this.#writes = options.writes;
    for (const pragma of pragmas) {
      if (options.readonly && pragma.startsWith("journal_")) continue; // the writer's to set
      this.#handle.pragma(pragma);
    }
    for (const { name, call } of options.functions ?? []) {
      this.#handle.function(
        name,
        { deterministic: true, varargs: true },
        call as (...p: unknown[]) => unknown,
      );
    }
  }

  get<R = Row>(query: Sql): R | undefined {
    return this.#do(query, (statement) => statement.get(...query.values)) as R | undefined;
  }

  all<R = Row>(query: Sql): R[] {
    return this.#do(query, (statement) => statement.all(...query.values)) as R[];
  }

  /** The first column of every row. */
  column<V extends SqlValue = SqlValue>(query: Sql): V[] {
    return this.#do(query, (statement) => statement.all(...query.values), this.#plucking) as V[];
  }

  /** The first column of the first row. */
  value<V extends SqlValue = SqlValue>(query: Sql): V | undefined {
    return this.#do(query, (statement) => statement.get(...query.values), this.#plucking) as V | undefined;
  }

  /** Rows as arrays, at most `limit`, with the names and declared types of their columns; whole numbers as bigint if asked. */
  table(
    query: Sql,
    {
      limit = Infinity,
      integers = "number",
    }: { limit?: number | undefined; integers?: "number" | "bigint" } = {},
  ): { columns: readonly { name: string; type: string | null }[]; rows: SqlValue[][] } {
    return this.#do(query, (statement) => {
      statement.raw(true).safeIntegers(integers === "bigint");
      try {
        const rows: SqlValue[][] = [];
        for (const row of statement.iterate(...query.values)) {
          if (rows.length >= limit) break;
          rows.push(row as unknown as SqlValue[]); // raw mode gives arrays
        }
        // Read afterwards: running the statement takes notice of columns that others added.
        const columns = statement.columns().map(({ name, type }) => ({ name, type }));
        return { columns, rows };
      } finally {
        statement.raw(false).safeIntegers(false);
      }
    });
  }

  run(query: Sql): RunResult {
    return this.#do(query, (statement) => statement.run(...query.values));
  }

  /** Runs text with any number of statements and no values. */
  script(text: string): void {
    try {
      if (this.inTransaction && text.includes('"')) this.#runWithQuotes(text);
      else this.#handle.exec(text);
    } catch (error) {
      throw asSqlFailure(error, text);
    } finally {
      if (!turns.has(text)) this.#writes?.noteAnything();
      this.#settle();
    }
  }

  /** What ran before a statement with text in double quotes is taken back, and all of it run again. */
  #runWithQuotes(text: string): void {
    this.#handle.exec("SAVEPOINT script");
    try {
      this.#handle.exec(text);
    } catch (error) {
      if (!this.inTransaction) throw error; // SQLite took all of it back itself
      this.#handle.exec("ROLLBACK TO script");
      const changed = withTextQuoted(text, error);
      if (changed === undefined) throw error;
      this.#runWithQuotes(changed);
    } finally {
      if (this.inTransaction) this.#handle.exec("RELEASE script");
    }
  }

  /** True if the text is one statement that returns rows and changes nothing. */
  isReading(text: string): boolean {
    try {
      const statement = this.#statements.get(text) ?? this.#prepare(text, this.#statements);
      return statement.reader && statement.readonly;
    } catch (error) {
      throw asSqlFailure(error, text);
    }
  }

  /** From now on a database that others have locked is told at once, instead of waited for while nothing else can happen. */
  neverWait(): void {
    this.#handle.pragma("busy_timeout=0");
  }

  /** Whether a write to one table may write to others, as triggers do. */
  get hasReactions(): boolean {
    return this.value(raw(`SELECT 1 FROM ${dialect.reactions} LIMIT 1`)) !== undefined;
  }

  /** Changes when somebody else has written to the file. */
  get othersVersion(): number {
    return this.#handle.pragma("data_version", { simple: true }) as number;
  }

  get inTransaction(): boolean {
    return this.#handle.inTransaction;
  }

  forgetStatements(): void {
    this.#statements.clear();
    this.#plucking.clear();
  }

  /** A consistent copy of the database into another file, while it is in use; `onBytes` is told how much was copied. */
  async backup(file: string, onBytes: (bytes: number) => void): Promise<void> {
    const pageSize = Number(this.#handle.pragma("page_size", { simple: true }));
    let copied = 0;
    await this.#handle.backup(file, {
      progress({ totalPages, remainingPages }) {
        onBytes((totalPages - remainingPages - copied) * pageSize);
        copied = totalPages - remainingPages;
        return pagesPerTurn;
      },
    });
  }

  close(): void {
    this.forgetStatements();
    this.#handle.close();
  }

  #do<T>(
    query: Sql,
    work: (statement: Sqlite.Statement<SqlValue[]>) => T,
    kept: Statements = this.#statements,
  ): T {
    const started = this.#trace === undefined ? 0 : performance.now();
    try {
      const statement = kept.get(query.text) ?? this.#prepare(query.text, kept);
      if (this.#writes === undefined || statement.readonly) return work(statement);
      return this.#counted(query.text, () => work(statement));
    } catch (error) {
      throw asSqlFailure(error, query.text);
    } finally {
      this.#trace?.(query.text, performance.now() - started);
    }
  }

  #counted<T>(text: string, work: () => T): T {
    try {
      return work();
    } finally {
      this.#writes?.note(text);
      this.#settle();
    }
  }

  #settle(): void {
    if (!this.inTransaction) this.#writes?.settle();
  }

  #compile(text: string): Sqlite.Statement<SqlValue[]> {
    try {
      return this.#handle.prepare(text);
    } catch (error) {
      const changed = withTextQuoted(text, error);
      if (changed === undefined) throw error;
      return this.#compile(changed);
    }
  }

  #prepare(text: string, kept: Statements): Sqlite.Statement<SqlValue[]> {
    const statement = this.#compile(text);
    if (kept === this.#plucking) statement.pluck(true);
    if (kept.size >= keptStatements) {
      const oldest = kept.keys().next().value;
      if (oldest !== undefined) kept.delete(oldest);
    }
    kept.set(text, statement);
    return statement;
  }
}
