import { type Database, type Db, raw, SqlFailure } from "#kernel";
import type { Migration } from "../migrations/contract.ts";

// The reference's columns, with an index of our own: rows come in order of time and most are of level 0,
// so an index on what went wrong finds it at the price of the rows that did.
const createLogs = `
CREATE TABLE IF NOT EXISTS \`_logs\` (
  \`id\` TEXT PRIMARY KEY DEFAULT ('r'||lower(hex(randomblob(7)))) NOT NULL,
  \`level\` INTEGER DEFAULT 0 NOT NULL,
  \`message\` TEXT DEFAULT "" NOT NULL,
  \`data\` JSON DEFAULT "{}" NOT NULL,
  \`created\` TEXT DEFAULT (strftime('%Y-%m-%d %H:%M:%fZ')) NOT NULL
);
CREATE INDEX IF NOT EXISTS \`idx_logs_problems\` ON \`_logs\` (\`level\`) WHERE \`level\` > 0;
`;

export const logsMigration: Migration = {
  file: "1640988000_aux_init.go",
  up: async ({ auxiliary }) => await auxiliary.script(createLogs),
  isMissing: async ({ auxiliary }) => !(await hasLogs(auxiliary)),
};

/** Makes the table if it is gone; true if it was. */
export async function createLogsAgain(db: Database): Promise<boolean> {
  if (await hasLogs(db)) return false;
  await db.script(createLogs);
  return true;
}

async function hasLogs(db: Db): Promise<boolean> {
  try {
    await db.value(raw("SELECT 1 FROM _logs LIMIT 1"));
    return true;
  } catch (error) {
    if (error instanceof SqlFailure && error.message.includes("no such table")) return false;
    throw error;
  }
}
