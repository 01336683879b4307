import {
  bind,
  type Database,
  type Db,
  join,
  type LogData,
  type LogEntry,
  raw,
  type Sql,
  type SqlValue,
  sql,
} from "#kernel";
import { asText } from "./data-text.ts";
import { nextLogId } from "./ids.ts";

/** Rows written by one statement; what is left over goes one by one. */
const rowsPerStatement = 50;
const insertOne = insertText(1);
const insertMany = insertText(rowsPerStatement);

const idsPerDelete = 500;

/** The reference's limit on how much of a message is kept. */
const longestMessage = 8000;

export async function insertLogs(db: Database, entries: readonly LogEntry[]): Promise<void> {
  const writes: Promise<unknown>[] = [];
  let at = 0;
  for (; at + rowsPerStatement <= entries.length; at += rowsPerStatement) {
    const values = entries.slice(at, at + rowsPerStatement).flatMap((entry) => valuesOf(rowOf(entry)));
    writes.push(db.run(bind(insertMany, values)));
  }
  for (const entry of entries.slice(at)) writes.push(insertRow(db, rowOf(entry)));
  await Promise.all(writes); // statements of one turn share a transaction
}

/** Deletes what is older than `before`. Rows lie in order of time unless the clock was set back, so the search is short. */
export function deleteOlderLogs(db: Database, before: Date): Promise<void> {
  const limit = timestamp(before.getTime());
  return deleteWhile(db, sql`SELECT id FROM _logs WHERE created <= ${limit} LIMIT ${idsPerDelete}`);
}

/** Deletes what is below a level. Reads every row. */
export function deleteLowerLogs(db: Database, minLevel: number): Promise<void> {
  return deleteWhile(db, sql`SELECT id FROM _logs WHERE level < ${minLevel} LIMIT ${idsPerDelete}`);
}

// A little at a time: others want to write too.
async function deleteWhile(db: Database, some: Sql): Promise<void> {
  for (;;) {
    const ids = await db.scan<string>(some);
    const holes = join(
      ids.map((id) => sql`${id}`),
      ", ",
    );
    if (ids.length > 0) await db.run(sql`DELETE FROM _logs WHERE id IN (${holes})`);
    if (ids.length < idsPerDelete) return;
  }
}

export async function deleteAllLogs(db: Database): Promise<void> {
  await db.run(raw("DELETE FROM _logs"));
  await db.script("VACUUM");
}

function insertText(rows: number): string {
  const values = new Array(rows).fill("(?, ?, ?, ?, ?)").join(", ");
  return `INSERT INTO _logs (id, level, message, data, created) VALUES ${values}`;
}

/** A line of the log under the names the reference gives its parts. */
export interface LogRow {
  readonly id: string;
  readonly created: string;
  readonly data: LogData;
  readonly message: string;
  readonly level: number;
}

export function rowOf({ level, message, data, time }: LogEntry): LogRow {
  const kept = message.length > longestMessage ? message.slice(0, longestMessage) : message;
  return { id: nextLogId(time), created: timestamp(time), data, message: kept, level };
}

export async function insertRow(db: Db, row: LogRow): Promise<void> {
  await db.run(bind(insertOne, valuesOf(row)));
}

function valuesOf({ id, level, message, data, created }: LogRow): SqlValue[] {
  return [id, level, message, asText(data), created];
}

let lastTime = 0;
let lastTimestamp = "";

// Many rows share a millisecond.
function timestamp(time: number): string {
  if (time !== lastTime) {
    lastTime = time;
    lastTimestamp = new Date(time).toISOString().replace("T", " ");
  }
  return lastTimestamp;
}
