import { type Db, raw, SqlFailure, sql } from "#kernel";

/** Names of the applied migrations, oldest first; undefined when there is no history yet. One query. */
export async function readHistory(db: Db): Promise<readonly string[] | undefined> {
  try {
    return await db.column<string>(raw("SELECT file FROM _migrations ORDER BY applied, file"));
  } catch (error) {
    if (error instanceof SqlFailure && error.message.includes("no such table")) return undefined;
    throw error;
  }
}

export async function createHistory(db: Db): Promise<void> {
  await db.script(
    "CREATE TABLE IF NOT EXISTS `_migrations` (file VARCHAR(255) PRIMARY KEY NOT NULL, applied INTEGER NOT NULL)",
  );
}

export async function recordApplied(db: Db, file: string): Promise<void> {
  // Microseconds, each later than all before, wherever the clock went: the order of reverting is read off them.
  const now = Date.now() * 1000;
  await db.run(
    sql`INSERT OR REPLACE INTO _migrations (file, applied)
      SELECT ${file}, MAX(${now}, IFNULL(MAX(applied), 0) + 1) FROM _migrations`,
  );
}

export async function recordReverted(db: Db, file: string): Promise<void> {
  await db.run(sql`DELETE FROM _migrations WHERE file = ${file}`);
}
