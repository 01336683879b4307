import type { Collection, ColumnOrigin } from "../contract.ts";
import { parseViewQuery, type ViewSource } from "./parse.ts";
import type { Aliased } from "./tokens.ts";

/** A view may be made of views, to this depth. */
const deepest = 5;

/** The column of a collection that a view's column shows, through views of views. */
export function originOf(
  view: Collection,
  column: string,
  all: readonly Collection[],
  depth = deepest,
): ColumnOrigin | undefined {
  const source = parseViewQuery(String(view.options.viewQuery ?? ""));
  const selected = source.columns.find(({ alias }) => alias === column);
  const plain = selected && plainColumn(selected, source, all);
  if (plain === undefined) return undefined;
  const { collection, name } = plain;
  if (collection.isView) return depth > 0 ? originOf(collection, name, all, depth - 1) : undefined;
  const field = collection.fields.find((one) => one.name.toLowerCase() === name.toLowerCase());
  return field && { collection, field };
}

/** What `x` or `t.x` names: a column and the collection it is one of. */
export function plainColumn(
  { original }: Aliased,
  { tables }: ViewSource,
  all: readonly Collection[],
): { readonly collection: Collection; readonly name: string } | undefined {
  const parts = original.split(".");
  if (parts.length > 2) return undefined;
  const table = parts.length === 2 ? tables.find(({ alias }) => alias === parts[0]) : tables[0];
  const collection = all.find(({ name }) => name === table?.original);
  return collection && { collection, name: parts.at(-1) ?? "" };
}
