import { bind, name as quoted, type Sql } from "#kernel";
import type { Collection } from "../collections/contract.ts";
import type { TypedField } from "../collections/model/collection.ts";
import type { Viewer } from "./contract.ts";

/**
 * A SQL expression that gives a row as the JSON its viewer may see, keys in alphabetical order. It is NULL for rows whose
 * values SQLite cannot write as we would: those are built from their values. `<`, `>` and `&` are not escaped yet.
 */
export function jsonText(collection: Collection, viewer: Viewer): Sql {
  const { head, tail } = jsonParts(collection, viewer);
  return bind(`${head.text} || ${tail.text}`, [...head.values, ...tail.values]);
}

/** The same in two parts: what comes before the key `expand`, and what comes after. */
export function jsonParts(
  collection: Collection,
  viewer: Viewer,
): { readonly head: Sql; readonly tail: Sql } {
  const shapes = kept.get(collection) ?? {};
  kept.set(collection, shapes);
  const right = viewer.isSuperuser ? "superuser" : "visitor";
  shapes[right] ??= write(collection, right);
  const { head, tail } = shapes[right];
  const hasEmail = right === "visitor" && collection.isAuth;
  return { head: bind(head, hasEmail ? [ownId(collection, viewer)] : none), tail: bind(tail, none) };
}

interface Parts {
  readonly head: string;
  readonly tail: string;
}

type Right = "superuser" | "visitor";
const none: readonly never[] = [];
const kept = new WeakMap<Collection, Partial<Record<Right, Parts>>>();

function ownId(collection: Collection, { record }: Viewer): string {
  return record?.collection.id === collection.id ? record.id : "";
}

function write(collection: Collection, right: Right): Parts {
  const pseudo = { collectionId: collection.id, collectionName: collection.name };
  const constants = Object.entries(pseudo).map(([key, value]) => ({
    key,
    sql: literal(JSON.stringify(value)),
  }));
  const fields = collection.typedFields.filter((typed) => isShown(collection, typed, right));
  const values = fields.map((typed) => ({ key: typed.field.name, sql: cellText(typed) }));
  const all = [...constants, ...values].sort((a, b) => (a.key < b.key ? -1 : 1));
  const texts = all.map(({ key, sql }, i) => {
    const text = `${literal(`${i === 0 ? "{" : ","}${JSON.stringify(key)}:`)} || ${sql}`;
    return key === "email" && collection.isAuth && right === "visitor" ? ifPublic(text) : text;
  });
  const place = all.findIndex(({ key }) => key > "expand");
  const end = place === -1 ? texts.length : place;
  return { head: texts.slice(0, end).join(" || "), tail: [...texts.slice(end), "'}'"].join(" || ") };
}

function isShown({ isAuth }: Collection, { field }: TypedField, right: Right): boolean {
  if (isAuth && (field.name === "password" || field.name === "tokenKey")) return false;
  return right === "superuser" || !field.hidden;
}

function cellText({ field, type }: TypedField): string {
  return `(${type.jsonSql(field, quoted(field.name).text)})`;
}

function ifPublic(text: string): string {
  return `CASE WHEN \`emailVisibility\` OR \`id\` = ? THEN ${text} ELSE '' END`;
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
