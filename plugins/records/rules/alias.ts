import { dialect, name as quoted } from "#kernel";
import type { Collection } from "../../collections/contract.ts";
import { parseIndex } from "../../collections/model/index-text.ts";
import { uniqueIndexOn } from "../../collections/model/indexes.ts";
import { type Piece, piece, plain, wrap } from "./piece.ts";

/**
 * One row a filter speaks of: that of the collection itself, or one reached from it. Paths that begin alike share their rows.
 * A row that does not exist reads as NULL, as after a LEFT JOIN.
 */
export interface Alias {
  readonly parent: Alias | undefined;
  readonly collection: Collection | undefined;
  readonly reach: Reach;
  /** True if one row of the parent may lead to several of these. */
  readonly many: boolean;
  /** The rows reached from here, by step. */
  readonly next: Map<string, Alias>;
}

/** How a row is found from its parent's. */
export type Reach =
  | { readonly by: "root" }
  /** The row with this id. */
  | { readonly by: "id"; readonly key: Read }
  /** The rows whose relation `field` holds the parent's id. */
  | { readonly by: "field"; readonly field: string }
  /** The same where the relation is a list. */
  | { readonly by: "list"; readonly field: string }
  /** The items of a list, which a column of lists holds or the caller sent. */
  | { readonly by: "items"; readonly list: Read; readonly from: "column" | "caller" }
  /** Every row there is. */
  | { readonly by: "nothing" };

/** Which rows stand in the FROM around an expression, and under what name. */
export interface Scope {
  readonly names: ReadonlyMap<Alias, string>;
  readonly counter: { next: number };
}

export type Read = (scope: Scope) => Piece;

export function alias(parent: Alias | undefined, collection: Collection | undefined, reach: Reach): Alias {
  const many = reach.by !== "root" && reach.by !== "id" && !isUnique(collection, reach);
  return { parent, collection, reach, many, next: new Map() };
}

/** A column of a row: of the FROM around if it stands there, else read through its key. */
export function column(row: Alias, field: string, scope: Scope): Piece {
  const known = scope.names.get(row);
  if (known !== undefined) return plain(`${known}.${quoted(field).text}`);
  const inner = withName(scope, row);
  const from = source(row, inner);
  return piece`(SELECT ${column(row, field, inner)} FROM ${from.table} WHERE ${from.on})`;
}

/** What stands in the FROM for a row, and what ties it to its parent. */
export function source(row: Alias, scope: Scope): { readonly table: Piece; readonly on: Piece } {
  const me = scope.names.get(row) as string;
  const { reach } = row;
  if (reach.by === "items") {
    const each = reach.from === "column" ? dialect.jsonEachOfList : dialect.jsonEach;
    return { table: piece`${wrap(reach.list(scope), each)} ${me}`, on: plain("1") };
  }
  const table = plain(`${quoted(row.collection?.name ?? "").text} ${me}`);
  return { table, on: tie(row, scope, me) };
}

function tie(row: Alias, scope: Scope, me: string): Piece {
  const { reach, parent } = row;
  if (reach.by === "id") return piece`${me}.\`id\` = ${reach.key(scope)}`;
  if (reach.by === "field" && parent !== undefined) {
    return piece`${me}.${quoted(reach.field).text} = ${column(parent, "id", scope)}`;
  }
  if (reach.by === "list" && parent !== undefined) {
    const items = dialect.jsonEachOfList(`${me}.${quoted(reach.field).text}`);
    return piece`${column(parent, "id", scope)} IN (SELECT \`value\` FROM ${items})`;
  }
  return plain("1");
}

export function withName(scope: Scope, ...rows: readonly Alias[]): Scope {
  const names = new Map(scope.names);
  for (const row of rows) names.set(row, `t${++scope.counter.next}`);
  return { names, counter: scope.counter };
}

/** The scope as it is without these rows and what was reached from them. */
export function withoutName(scope: Scope, rows: ReadonlySet<Alias>): Scope {
  const names = new Map([...scope.names].filter(([row]) => !lineage(row).some((one) => rows.has(one))));
  return { names, counter: scope.counter };
}

/** A row and those it was reached from, itself first. */
export function lineage(row: Alias | undefined): readonly Alias[] {
  const line: Alias[] = [];
  for (let at = row; at !== undefined; at = at.parent) line.push(at);
  return line;
}

/** True if an index begins with this column, so that rows are found by it without a scan. */
export function isIndexed(collection: Collection, field: string): boolean {
  return collection.indexes.some((text) => {
    const parts = parseIndex(text);
    return parts?.columns[0]?.name === field && parts.where === "";
  });
}

function isUnique(collection: Collection | undefined, reach: Reach): boolean {
  if (reach.by !== "field" || collection === undefined) return false;
  return uniqueIndexOn(collection.indexes, reach.field) !== undefined;
}
