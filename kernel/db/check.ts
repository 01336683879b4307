import { existsSync } from "node:fs";
import { Connection } from "./connection.ts";
import { SqlFailure } from "./errors.ts";
import { raw } from "./sql.ts";

/** What a database file holds, found out by reading all of it. */
export interface DatabaseCheck {
  /** What SQLite finds wrong; empty for a sound file. */
  readonly problems: readonly string[];
  /** Rows by table. */
  readonly rows: Readonly<Record<string, number>>;
}

/** Looks a database file over that nobody uses; what lies in its write-ahead log is taken in first. */
export function checkDatabase(file: string): DatabaseCheck {
  let connection: Connection | undefined;
  try {
    connection = new Connection(file);
    const found = connection.column<string>(raw("PRAGMA integrity_check(5)"));
    const problems = found.filter((line) => line !== "ok");
    return { problems, rows: problems.length > 0 ? {} : countRows(connection) };
  } catch (error) {
    return { problems: [error instanceof Error ? error.message : String(error)], rows: {} };
  } finally {
    connection?.close();
  }
}

/** Whether another process has a database file open. */
export function isInUse(file: string): boolean {
  if (!existsSync(file)) return false;
  const connection = new Connection(file);
  try {
    connection.neverWait();
    connection.value(raw("PRAGMA journal_mode=DELETE")); // only for who is alone with it
    connection.value(raw("PRAGMA journal_mode=WAL"));
    return false;
  } catch (error) {
    if (error instanceof SqlFailure && error.sqliteCode.startsWith("SQLITE_BUSY")) return true;
    throw error;
  } finally {
    connection.close();
  }
}

function countRows(connection: Connection): Record<string, number> {
  const tables = connection.column<string>(
    raw("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"),
  );
  const rows: Record<string, number> = {};
  for (const table of tables) {
    rows[table] =
      connection.value<number>(raw(`SELECT COUNT(*) FROM \`${table.replaceAll("`", "``")}\``)) ?? 0;
  }
  return rows;
}
