import { BadRequest, type Database, raw, type Sql, sql } from "#kernel";

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

const columns = raw("json_array(id, created, data, message, level)");

/** One page of the logs, newest last unless sorted otherwise. */
export async function listLogs(db: Database, query: URLSearchParams): Promise<LogPage> {
  if ((query.get("filter") ?? "") !== "") throw new BadRequest();
  const page = 1;
  const perPage = 30;
  const where: Sql = raw("1");
  const rows = await db.scan<string>(sql`SELECT ${columns} FROM _logs WHERE ${where} LIMIT ${perPage}`);
  const [total = 0] = await db.scan<number>(sql`SELECT COUNT(*) FROM _logs WHERE ${where}`);
  return {
    items: rows.map(readRow),
    page,
    perPage,
    totalItems: total,
    totalPages: Math.ceil(total / perPage),
  };
}

export async function findLog(db: Database, id: string): Promise<LogItem | undefined> {
  const row = await db.value<string>(sql`SELECT ${columns} FROM _logs WHERE id = ${id}`);
  return row === undefined ? undefined : readRow(row);
}

/** How many there are of each hour, oldest first. */
export async function countByHour(db: Database, _filter: string): Promise<readonly object[]> {
  const rows = await db.scan<string>(
    sql`SELECT json_array(substr(created, 1, 13), COUNT(*)) FROM _logs GROUP BY substr(created, 1, 13)`,
  );
  return rows.map((row) => {
    const [hour, total] = JSON.parse(row) as [string, number];
    return { date: `${hour}:00:00.000Z`, total };
  });
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
