import { dialect, name as quoted, type SqlValue } from "#kernel";
import type { Collection } from "../collections/contract.ts";
import type { TypedField } from "../collections/model/collection.ts";
import type { Viewer } from "./contract.ts";

/** Stands where SQLite cannot write a value as we would. JSON never holds it: control characters are escaped there. */
export const unwritten = "\u0001";
export const unwrittenByte = 1;
const unwrittenSql = dialect.character(1);

/** The texts that put together are a row's JSON, as SQL: what comes before the key `expand`, and what comes after. */
export interface RowTexts {
  readonly head: readonly string[];
  readonly tail: readonly string[];
  /** For the holes of `head`; `tail` has none. */
  readonly values: readonly SqlValue[];
}

/**
 * The row that goes by `row` as its viewer may see it, keys in alphabetical order. What SQLite cannot write is `unwritten`:
 * such rows are built from their values. `<`, `>` and `&` are not escaped yet.
 */
export function rowTexts(collection: Collection, viewer: Viewer, row: string): RowTexts {
  const right = viewer.isSuperuser ? "superuser" : "visitor";
  const shapes = kept.get(collection) ?? new Map<string, Shape>();
  kept.set(collection, shapes);
  const known = shapes.get(right + row);
  const shape = known ?? write(collection, right, row);
  if (known === undefined) shapes.set(right + row, shape);
  const hasEmail = right === "visitor" && collection.isAuth;
  return hasEmail ? { ...shape, values: [ownId(collection, viewer)] } : shape;
}

type Right = "superuser" | "visitor";
type Shape = RowTexts;
const kept = new WeakMap<Collection, Map<string, Shape>>();

function ownId(collection: Collection, { record }: Viewer): string {
  return record?.collection.id === collection.id ? record.id : "";
}

function write(collection: Collection, right: Right, row: string): Shape {
  const pseudo = { collectionId: collection.id, collectionName: collection.name };
  const constants = Object.entries(pseudo).map(([key, value]) => ({
    key,
    sql: dialect.literal(JSON.stringify(value)),
  }));
  const fields = collection.typedFields.filter((typed) => isShown(collection, typed, right));
  const values = fields.map((typed) => ({ key: typed.field.name, sql: cellText(typed, row) }));
  const all = [...constants, ...values].sort((a, b) => (a.key < b.key ? -1 : 1));
  const texts = all.map(({ key, sql }, i) => {
    const lead = dialect.literal(`${i === 0 ? "{" : ","}${JSON.stringify(key)}:`);
    const isEmail = key === "email" && collection.isAuth && right === "visitor";
    return isEmail ? [ifPublic(dialect.concat([lead, sql]), row)] : [lead, sql];
  });
  const place = all.findIndex(({ key }) => key > "expand");
  const end = place === -1 ? texts.length : place;
  return { head: texts.slice(0, end).flat(), tail: [...texts.slice(end).flat(), "'}'"], values: [] };
}

function isShown({ isAuth }: Collection, { field }: TypedField, right: Right): boolean {
  if (isAuth && (field.name === "password" || field.name === "tokenKey")) return false;
  return right === "superuser" || !field.hidden;
}

function cellText({ field, type }: TypedField, row: string): string {
  const text = type.jsonSql(field, `${row}.${quoted(field.name).text}`);
  return `ifnull(${text}, ${unwrittenSql})`;
}

function ifPublic(text: string, row: string): string {
  return `CASE WHEN ${row}.\`emailVisibility\` OR ${row}.\`id\` = ? THEN ${text} END`;
}
