import { name, type PluginScope, SqlFailure, sql, withTextQuoted } from "#kernel";
import type { Collection } from "../contract.ts";
import { createView } from "./query.ts";
import { queryOf } from "./stale.ts";

/** Views made elsewhere may hold "text" that only the reference's SQLite reads as text: they are made again from their query. */
export async function mendQuotes({ db, log }: PluginScope, views: readonly Collection[]): Promise<void> {
  for (const view of views) {
    const query = queryOf(view);
    if (!query.includes('"') || !(await isMisread(db, view.name, query))) continue;
    await db
      .transaction((tx) => createView(tx, view.name, query))
      .catch((error: unknown) => log.warn(`The view ${view.name} cannot be read`, { error }));
  }
}

async function isMisread(db: PluginScope["db"], view: string, query: string): Promise<boolean> {
  try {
    await db.table(sql`SELECT * FROM ${name(view)} LIMIT 0`);
    return false;
  } catch (failure) {
    return failure instanceof SqlFailure && withTextQuoted(query, failure.cause) !== undefined;
  }
}
