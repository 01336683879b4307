import { bind, type Database, dialect, raw, type Sql, sql } from "#kernel";
import type { PlainLists } from "../collections/contract.ts";
import type { HourCount } from "./contract.ts";

interface LogItem {
  readonly id: string;
  readonly created: string;
  readonly data: unknown;
  readonly message: string;
  readonly level: number;
}

interface LogPage {
  readonly items: readonly LogItem[];
  readonly page: number;
  readonly perPage: number;
  readonly totalItems: number;
  readonly totalPages: number;
}

// One column of JSON, so that it can be read on another thread: a filter on `data` visits every row.
const columns = raw("json_array(id, created, data, message, level)");

/** One page of the logs, sorted and filtered as the query asks. */
export async function listLogs(db: Database, lists: PlainLists, query: URLSearchParams): Promise<LogPage> {
  const { where, orderBy, page, perPage, skipTotal } = lists.read(query, columnOf);
  const part = bind(dialect.page, [perPage, (page - 1) * perPage]);
  const order = orderBy === undefined ? raw("") : sql`ORDER BY ${orderBy}`;
  const rows = await db.scan<string>(sql`SELECT ${columns} FROM _logs WHERE ${where} ${order} ${part}`);
  const items = rows.map(readRow);
  if (skipTotal) return { items, page, perPage, totalItems: -1, totalPages: -1 };
  const [total = 0] = await db.scan<number>(sql`SELECT COUNT(*) FROM _logs WHERE ${where}`);
  return { items, page, perPage, totalItems: total, totalPages: Math.ceil(total / perPage) };
}

export async function findLog(db: Database, id: string): Promise<LogItem | undefined> {
  const row = await db.value<string>(sql`SELECT ${columns} FROM _logs WHERE id = ${id}`);
  return row === undefined ? undefined : readRow(row);
}

/** How many there are of each hour, oldest first. */
export async function countByHour(db: Database, where: Sql): Promise<readonly HourCount[]> {
  const hour = raw("substr(created, 1, 13)");
  const rows = await db.scan<string>(
    sql`SELECT json_array(${hour}, COUNT(*)) FROM _logs WHERE ${where} GROUP BY ${hour}`,
  );
  return rows.map((row) => {
    const [date, total] = JSON.parse(row) as [string, number];
    return { date: `${date}:00:00.000Z`, total };
  });
}

/** The SQL behind a name in a filter or sort: a column, or a value inside of `data`. */
export function columnOf(name: string): Sql | undefined {
  if (/^(?:id|created|level|message|data)$/.test(name)) return raw(`\`${name}\``);
  if (!/^data(?:\.\w+)+$/.test(name)) return undefined;
  return raw(dialect.jsonExtract("`data`", name.slice("data".length)));
}

function readRow(text: string): LogItem {
  const [id, created, data, message, level] = JSON.parse(text) as [string, string, string, string, number];
  return { id, created, data: readData(data), message, level };
}

function readData(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text; // written by somebody else
  }
}
