import { name as quoted } from "#kernel";
import type { Collection } from "../collections/contract.ts";

/** The statements every collection needs, as texts that never change, so that they stay prepared. */
export interface Statements {
  readonly table: string;
  readonly byId: string;
  readonly exists: string;
  readonly insert: string;
  readonly remove: string;
  /** In the order `insert` takes their values. */
  readonly columns: readonly string[];
}

const kept = new WeakMap<Collection, Statements>();
const keptUpdates = new WeakMap<Collection, Map<string, string>>();
/** Sets of columns that may be updated together; more of them, and each is written anew. */
const mostUpdates = 200;

/** Sets some columns of the row with an id; their values come first. */
export function updateOf(collection: Collection, columns: readonly string[]): string {
  const texts = keptUpdates.get(collection) ?? new Map<string, string>();
  keptUpdates.set(collection, texts);
  const key = columns.join();
  const known = texts.get(key);
  if (known !== undefined) return known;
  const set = columns.map((column) => `${quoted(column).text} = ?`).join(", ");
  const made = `UPDATE ${statementsOf(collection).table} SET ${set} WHERE \`id\` = ?`;
  if (texts.size >= mostUpdates) texts.clear();
  texts.set(key, made);
  return made;
}

export function statementsOf(collection: Collection): Statements {
  const known = kept.get(collection);
  if (known !== undefined) return known;
  const table = quoted(collection.name).text;
  const columns = collection.fields.map(({ name }) => name).sort();
  const names = columns.map((column) => quoted(column).text).join(", ");
  const made: Statements = {
    table,
    columns,
    byId: `SELECT * FROM ${table} WHERE \`id\` = ?`,
    exists: `SELECT 1 FROM ${table} WHERE \`id\` = ?`,
    insert: `INSERT INTO ${table} (${names}) VALUES (${columns.map(() => "?").join(", ")})`,
    remove: `DELETE FROM ${table} WHERE \`id\` = ?`,
  };
  kept.set(collection, made);
  return made;
}
