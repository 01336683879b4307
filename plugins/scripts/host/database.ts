import { bind, type Db, dialect, type RunResult, type Sql, type SqlValue, type TableResult } from "#kernel";
import { NoRows } from "../errors.ts";
import type { HostFunctions, ScriptSession } from "../session.ts";

/** A statement as a script puts it together: values by name, `{:name}` in the text. */
export interface GuestSql {
  readonly text: string;
  readonly params: Readonly<Record<string, unknown>>;
}

type Which = "data" | "auxiliary";

export const databaseFunctions: HostFunctions = {
  "tx.begin": (session, db: number) => session.begin(db),
  "tx.end": (session, id: number, how: "commit" | "roll back") => session.end(id, how),
  "tx.is": (session, db: number) => session.db(db).inTransaction,
  "tx.complete": (session, db: number) =>
    new Promise((resolve) => {
      const handle = session.db(db);
      void handle.afterCommit(() => resolve(null));
      handle.afterRollback((reason) => resolve(reason));
    }),

  "db.noRows": () => {
    throw new NoRows();
  },
  "db.run": async (session, db: number, which: Which, query: GuestSql) => {
    const handle = databaseOf(session, db, which, "write");
    const result = await runAll(handle, query);
    if (/^\s*(?:CREATE|ALTER|DROP)\b/i.test(query.text)) handle.schemaChanged();
    return { changes: result.changes, lastId: Number(result.lastInsertRowid) };
  },
  "db.rows": async (session, db: number, which: Which, query: GuestSql) => {
    const use =
      /^\s*(?:SELECT|WITH|EXPLAIN|VALUES)\b/i.test(query.text) && !writes.test(query.text) ? "read" : "write";
    const handle = databaseOf(session, db, which, use);
    const sql = bound(query);
    const { columns, rows } = use === "read" ? await handle.table(sql) : await rowsWritten(handle, sql);
    return { columns: columns.map(({ name }) => name), rows };
  },
  "db.records": async (session, db: number, collectionId: string, query: GuestSql) => {
    const handle = session.db(db);
    const collection = session.services.collections.find(handle, collectionId);
    if (collection === undefined) throw new NoRows();
    const rows = await handle.all(bound(query));
    const ids = rows.map((row) => String(row.id));
    const found = await session.services.records.findByIds(handle, collection, ids);
    const byId = new Map(found.map((record) => [record.id, record]));
    return ids.map((id) => byId.get(id)).filter((record) => record !== undefined);
  },

  "app.hasTable": (session, db: number, table: string) => hasTable(session.db(db), table),
  "app.auxHasTable": ({ auxiliary }, _db: number, table: string) => hasTable(auxiliary, table),
  "app.tableColumns": async (session, db: number, table: string) =>
    await session.db(db).column(bind(`SELECT name FROM ${dialect.columns}`, [table])),
  "app.tableInfo": (session, db: number, table: string) => tableInfo(session.db(db), table),
  "app.tableIndexes": async (session, db: number, table: string) => {
    const query = bind(`SELECT text FROM ${dialect.indexes} WHERE tableName = ?`, [table]);
    const texts = await session.db(db).column<string>(query);
    return Object.fromEntries(
      texts.map((text) => [/INDEX\s+(?:IF NOT EXISTS\s+)?[`"'[]?(\w+)/i.exec(text)?.[1], text]),
    );
  },
  "app.deleteTable": (session, db: number, table: string) =>
    script(session, db, `DROP TABLE IF EXISTS ${quoted(table)}`),
  "app.deleteView": (session, db: number, view: string) =>
    script(session, db, `DROP VIEW IF EXISTS ${quoted(view)}`),
  "app.saveView": async (session, db: number, view: string, select: string) => {
    await script(session, db, `DROP VIEW IF EXISTS ${quoted(view)}`);
    await script(
      session,
      db,
      `CREATE VIEW ${quoted(view)} AS SELECT * FROM (${select.replace(/;\s*$/, "")})`,
    );
  },
  "app.vacuum": (session, db: number) => script(session, db, "VACUUM"),
  "app.auxVacuum": ({ auxiliary }) => auxiliary.script("VACUUM"),
};

/** Words of what may change rows, wherever they stand: a reading statement that has them runs as a writing one. */
const writes = /^\s*WITH\b[\s\S]*\b(?:INSERT|UPDATE|DELETE|REPLACE)\b/i;

// What changes rows may give some back, but only where writing is allowed.
async function rowsWritten(db: Db, query: Sql): Promise<TableResult> {
  if (!db.inTransaction) return await db.transaction((tx) => rowsWritten(tx, query));
  try {
    return await db.table(query);
  } catch (error) {
    if (!(error instanceof Error) || !error.message.includes("only for statements that return data"))
      throw error;
    await db.run(query);
    return { columns: [], rows: [] };
  }
}

// Texts of several statements are for migrations; they have no values and no figures.
async function runAll(db: Db, query: GuestSql): Promise<RunResult> {
  try {
    return await db.run(bound(query));
  } catch (error) {
    if (!(error instanceof Error) || !error.message.includes("more than one statement")) throw error;
    await db.script(bound(query).text);
    return { changes: 0, lastInsertRowid: 0 };
  }
}

function databaseOf(session: ScriptSession, db: number, which: Which, use: "read" | "write"): Db {
  if (which === "auxiliary") return session.auxiliary;
  return use === "read" ? session.db(db) : session.writable(db);
}

/** The statement with its values bound; `[[name]]` and `{{name}}` are quoted names. */
export function bound({ text, params }: GuestSql): Sql {
  const values: SqlValue[] = [];
  const sql = text.replace(
    /\{:(\w+)\}|\{\{([\w\-. ]+)\}\}|\[\[([\w\-. ]+)\]\]/g,
    (_whole, name, table, column) => {
      if (name === undefined) return quotedPath(String(table ?? column));
      if (!(name in params)) throw new Error(`Named parameter not found: ${name}`);
      values.push(asSqlValue(params[name]));
      return "?";
    },
  );
  return bind(sql, values);
}

function asSqlValue(value: unknown): SqlValue {
  if (value === null || value === undefined) return null;
  if (typeof value === "boolean") return value ? 1n : 0n;
  if (typeof value === "string" || typeof value === "bigint" || value instanceof Uint8Array) return value;
  // A plain number would be bound as a fraction: 7 / 2 is 3 in the reference's statements.
  if (typeof value === "number") return Number.isSafeInteger(value) ? BigInt(value) : value;
  if (value instanceof Date)
    return `${value
      .toISOString()
      .replace("T", " ")
      .replace(/\.?0*Z$/, "")} +0000 UTC`;
  return JSON.stringify(value);
}

function quotedPath(path: string): string {
  return path
    .split(".")
    .map((part) => (part === "*" ? part : quoted(part)))
    .join(".");
}

function quoted(name: string): string {
  return `\`${name.replaceAll("`", "``")}\``;
}

async function hasTable(db: Db, table: string): Promise<boolean> {
  const query = bind(`SELECT 1 FROM ${dialect.tables} WHERE LOWER(name) = LOWER(?)`, [table]);
  return (await db.value(query)) !== undefined;
}

async function tableInfo(db: Db, table: string): Promise<Record<string, unknown>[]> {
  const rows = await db.all<Record<string, SqlValue>>(bind(`SELECT * FROM ${dialect.columns}`, [table]));
  if (rows.length === 0)
    throw new Error(`empty table info probably due to invalid or missing table ${table}`);
  return rows.map(({ pk, cid, name, type, notnull, dflt_value }) => ({
    pk,
    index: cid,
    name,
    type,
    notNull: notnull === 1,
    defaultValue: { string: dflt_value ?? "", valid: dflt_value !== null },
  }));
}

async function script(session: ScriptSession, db: number, text: string): Promise<void> {
  await session.writable(db).script(text);
}
