import { type Db, name, raw, type Sql, SqlFailure, sql, withTextQuoted } from "#kernel";
import type { Collection, Field } from "../contract.ts";
import { randomText } from "../model/random.ts";
import { InvalidViewQuery } from "./errors.ts";
import { checkedFields, viewFields } from "./fields.ts";
import { parseViewQuery } from "./parse.ts";
import { splitSql } from "./tokens.ts";

/** Makes the view of a query, in place of the one there may be. Throws InvalidViewQuery. */
export async function createView(db: Db, view: string, query: string): Promise<void> {
  const { text, columns } = await createAnyView(db, view, query);
  const key = columns.find((column) => column.name === "id");
  if (key === undefined)
    throw new InvalidViewQuery(
      "missing required id column (you can use `(ROW_NUMBER() OVER()) as id` if you don't have one)",
    );
  if (key.type?.toUpperCase() !== "TEXT") await recreateWithTextKey(db, view, text, columns);
}

/** The same for queries that may lack a key. */
async function createAnyView(
  db: Db,
  view: string,
  query: string,
): Promise<{ readonly text: string; readonly columns: Columns }> {
  const text = checkedQuery(query);
  try {
    await db.run(sql`DROP VIEW IF EXISTS ${name(view)}`);
    await db.run(sql`CREATE VIEW ${name(view)} AS SELECT * FROM (${raw(text)})`);
    db.schemaChanged();
    return { text, columns: await columnsOf(db, view) };
  } catch (failure) {
    if (!(failure instanceof SqlFailure)) throw failure;
    const changed = withTextQuoted(text, failure.cause);
    if (changed === undefined) throw new InvalidViewQuery(failure.message);
    return await createAnyView(db, view, changed);
  }
}

/** The fields a query has, tried out and taken back. Throws InvalidViewQuery. */
export async function inferFields(
  db: Db,
  query: string,
  collections: readonly Collection[],
): Promise<readonly Field[]> {
  return await tryOut(db, async (tx) => {
    const trial = trialName();
    await createView(tx, trial, query);
    return checkedFields(fieldsOf(query, await columnsOf(tx, trial), collections));
  });
}

/** The fields a query would have if all about them were right; none if it cannot be run. */
export async function draftFields(
  db: Db,
  query: string,
  collections: readonly Collection[],
): Promise<readonly Field[]> {
  try {
    return await tryOut(db, async (tx) => {
      const { columns } = await createAnyView(tx, trialName(), query);
      return fieldsOf(query, columns, collections);
    });
  } catch (error) {
    if (error instanceof InvalidViewQuery) return [];
    throw error;
  }
}

function fieldsOf(query: string, columns: Columns, collections: readonly Collection[]): readonly Field[] {
  const names = columns.map((column) => column.name);
  return viewFields(query, names, collections);
}

/** A name for a view that lives as long as a trial. */
export function trialName(): string {
  return `temp_view_${randomText(5, "abcdefghijklmnopqrstuvwxyz")}`;
}

/** Runs `work` and takes back what it wrote. */
export async function tryOut<T>(db: Db, work: (tx: Db) => Promise<T>): Promise<T> {
  let outcome: { readonly value: T } | undefined;
  try {
    await db.transaction((outer) =>
      outer.savepoint(async (tx) => {
        outcome = { value: await work(tx) };
        throw takeBack;
      }),
    );
  } catch (error) {
    if (error !== takeBack) throw error;
  }
  if (outcome === undefined) throw new Error("nothing was tried out");
  return outcome.value;
}

const takeBack = new Error("tried out");

/** Throws if a row of the view has no key, or the key of another. */
export async function checkKeys(db: Db, view: string): Promise<void> {
  const bad = await db.value(sql`SELECT 1 FROM ${name(view)} WHERE id IS NULL OR id = '' LIMIT 1`);
  if (bad !== undefined)
    throw new InvalidViewQuery("the query could return records with empty or invalid ids");
  const doubled = await db.value(sql`SELECT 1 FROM ${name(view)} GROUP BY id HAVING COUNT(*) > 1 LIMIT 1`);
  if (doubled !== undefined) throw new InvalidViewQuery("the query could return records with non-unique ids");
}

function checkedQuery(query: string): string {
  const statements = splitSql(query, (character) => character === ";");
  if (statements.length > 1) throw new InvalidViewQuery("multiple statements are not supported");
  const text = statements[0] ?? "";
  if (parseViewQuery(text).columns.some((column) => column.text === "*" || column.text.endsWith(".*")))
    throw new InvalidViewQuery(
      "wildcard columns (*) are not supported - manually type the collection field names you want the view query to have",
    );
  return text;
}

type Columns = readonly { readonly name: string; readonly type: string | null }[];

async function columnsOf(db: Db, view: string): Promise<Columns> {
  return (await db.table(sql`SELECT * FROM ${name(view)} LIMIT 0`)).columns;
}

async function recreateWithTextKey(db: Db, view: string, query: string, columns: Columns): Promise<void> {
  const selected = columns.map((column): Sql => {
    const quoted = name(column.name);
    return column.name === "id" ? sql`CAST(${quoted} AS TEXT) ${quoted}` : quoted;
  });
  await db.run(sql`DROP VIEW ${name(view)}`);
  const list = selected.map(({ text }) => text).join(", ");
  await db.run(sql`CREATE VIEW ${name(view)} AS SELECT * FROM (SELECT ${raw(list)} FROM (${raw(query)}))`);
  db.schemaChanged();
}
