import type { Db } from "#kernel";
import type { Collection, Field } from "../contract.ts";
import { toCollection } from "../model/collection-data.ts";
import { inferFields } from "./query.ts";

export function queryOf(view: Collection): string {
  return String(view.options.viewQuery ?? "");
}

/** True if the view may look at one of these tables: their names occur in its query. */
export function mayLookAt(view: Collection, tables: readonly string[]): boolean {
  if (!view.isView || tables.includes(view.name)) return false;
  const query = queryOf(view).toLowerCase();
  return tables.some((table) => query.includes(table.toLowerCase()));
}

/** The view with the fields its query has by now; undefined if they are still the same. Throws InvalidViewQuery. */
export async function refreshed(
  db: Db,
  view: Collection,
  all: readonly Collection[],
): Promise<Collection | undefined> {
  const fields = await inferFields(db, queryOf(view), all);
  return sameFields(view.fields, fields) ? undefined : toCollection({ ...view, fields }, "saved");
}

/** Fields of views get other ids each time; everything else counts. */
export function sameFields(a: readonly Field[], b: readonly Field[]): boolean {
  return withoutIds(a) === withoutIds(b);
}

function withoutIds(fields: readonly Field[]): string {
  return JSON.stringify(fields.map((field) => ({ ...field, id: "" })));
}
