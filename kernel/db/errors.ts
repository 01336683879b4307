import { defineError } from "../errors.ts";

export const WriteInsideWrite = defineError(
  "write_inside_write",
  500,
  "This code already holds the write lock: use the transaction it was given, not the database.",
);
export const TransactionOver = defineError(
  "transaction_over",
  500,
  "The transaction is over: its handle must not be used after it was committed or rolled back.",
);
export const QueryTimeout = defineError(
  "query_timeout",
  500,
  "The query took longer than --queryTimeout allows.",
);

/** A statement SQLite refused. `message` is the reference's form: `UNIQUE constraint failed: posts.slug (2067)`. */
export class SqlFailure extends Error {
  /** SQLite's result code by name, e.g. `SQLITE_CONSTRAINT_UNIQUE`. */
  readonly sqliteCode: string;
  readonly sql: string;

  constructor(sqliteCode: string, message: string, sql: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "SqlFailure";
    this.sqliteCode = sqliteCode;
    this.sql = sql;
  }

  get isUniqueViolation(): boolean {
    return (
      this.sqliteCode === "SQLITE_CONSTRAINT_UNIQUE" || this.sqliteCode === "SQLITE_CONSTRAINT_PRIMARYKEY"
    );
  }
}

const numbers: Readonly<Record<string, readonly [prefix: string, code: number]>> = {
  SQLITE_ERROR: ["SQL logic error: ", 1],
  SQLITE_BUSY: ["", 5],
  SQLITE_LOCKED: ["", 6],
  SQLITE_READONLY: ["", 8],
  SQLITE_CORRUPT: ["", 11],
  SQLITE_FULL: ["", 13],
  SQLITE_NOTADB: ["", 26],
  SQLITE_CONSTRAINT: ["constraint failed: ", 19],
  SQLITE_CONSTRAINT_CHECK: ["constraint failed: ", 275],
  SQLITE_CONSTRAINT_NOTNULL: ["constraint failed: ", 1299],
  SQLITE_CONSTRAINT_PRIMARYKEY: ["constraint failed: ", 1555],
  SQLITE_CONSTRAINT_TRIGGER: ["constraint failed: ", 1811],
  SQLITE_CONSTRAINT_UNIQUE: ["constraint failed: ", 2067],
};

/** SQLite's own failures as SqlFailure with the reference's text; anything else as it is. */
export function asSqlFailure(error: unknown, text: string): unknown {
  if (!(error instanceof Error) || !("code" in error) || typeof error.code !== "string") return error;
  if (!error.code.startsWith("SQLITE_")) return error;
  const [prefix, code] = numbers[error.code] ?? ["", undefined];
  const message = code === undefined ? error.message : `${prefix}${error.message} (${code})`;
  return new SqlFailure(error.code, message, text, { cause: error });
}
