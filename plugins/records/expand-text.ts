import { type Db, dialect, name as quoted, type Sql, type SqlValue } from "#kernel";
import type { Collection, Field } from "../collections/contract.ts";
import { uniqueIndexOn } from "../collections/model/indexes.ts";
import { onRecordEnrich, type RequestInfo, type Viewer } from "./contract.ts";
import { backRelation, maxBackRecords, type Tree } from "./expand.ts";
import { rowTexts } from "./json-text.ts";
import { isIndexed } from "./rules/alias.ts";
import type { Parts } from "./services.ts";
import { statementsOf } from "./statements.ts";

type Needs = Pick<Parts, "scope" | "collections" | "rulebook">;

/** How the viewer of a request sees records, and in what database. */
interface Sight {
  readonly parts: Needs;
  readonly db: Db;
  readonly viewer: Viewer;
  readonly info: RequestInfo;
  /** How many related rows have names already. */
  count: number;
}

/**
 * A row of a collection's table as SQL that gives its JSON with its expands, all in one statement. Undefined where a relation
 * is missing, hidden or locked, or where someone wants to see the records first.
 */
export function textOfRow(
  parts: Needs,
  db: Db,
  collection: Collection,
  tree: Tree,
  viewer: Viewer,
  info: RequestInfo,
): Sql | undefined {
  const { table } = statementsOf(collection);
  const inside = { ...info, context: "expand" as const };
  if (tree.size > 0) return textOf({ parts, db, viewer, info: inside, count: 0 }, collection, table, tree);
  return isWanted(parts, collection) ? undefined : plainText(collection, viewer, table);
}

/** True if records must be there before they are shown: for hooks, or to know who manages them. */
function isWanted({ scope }: Needs, { hookTags, options }: Collection): boolean {
  return scope.hears(onRecordEnrich, hookTags) || Boolean(options.manageRule);
}

const plainTexts = new WeakMap<readonly string[], string>();

// Kept as one text: the same again is found among the prepared statements without being read.
function plainText(collection: Collection, viewer: Viewer, row: string): Sql {
  const { head, tail, values } = rowTexts(collection, viewer, row);
  const text = plainTexts.get(head) ?? dialect.concat([...head, ...tail]);
  plainTexts.set(head, text);
  return { text, values };
}

function textOf(sight: Sight, collection: Collection, row: string, tree: Tree): Sql | undefined {
  if (isWanted(sight.parts, collection)) return undefined;
  const { head, tail, values } = rowTexts(collection, sight.viewer, row);
  if (tree.size === 0) return { text: dialect.concat([...head, ...tail]), values };
  const texts: string[] = [];
  const all: SqlValue[] = [...values];
  for (const [key, below] of [...tree].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const entry = entryOf(sight, collection, row, key, below);
    if (entry === undefined) return undefined;
    texts.push(entry.text);
    all.push(...entry.values);
  }
  const expand = [`',"expand":{'`, `substr(${dialect.concat(texts)}, 2)`, `'}'`];
  return { text: dialect.concat([...head, ...expand, ...tail]), values: all };
}

/** `,"key":…` for one relation of a row; NULL if nothing is related that the viewer may see. */
function entryOf(
  sight: Sight,
  collection: Collection,
  row: string,
  key: string,
  below: Tree,
): Sql | undefined {
  const way = forward(sight, collection, row, key) ?? back(sight, collection, row, key);
  if (way === undefined) return undefined;
  const { target, isList, from, on, limit = "" } = way;
  const rule = sight.viewer.isSuperuser ? "" : target.viewRule;
  const shown = textOf(sight, target, way.row, below);
  if (shown === undefined || rule === null) return undefined;
  const question = { collection: target, rule, author: "server", strategy: "each", row: way.row } as const;
  const { where } = sight.parts.rulebook.compile(sight.db, question, sight.info);
  const also = where === undefined ? on : `${on} AND ${where.text}`;
  const values = [...shown.values, ...(where?.values ?? [])];
  const lead = dialect.literal(`,${JSON.stringify(key)}:`);
  if (!isList) {
    return { text: `(SELECT ${dialect.concat([lead, shown.text])} FROM ${from} WHERE ${also})`, values };
  }
  const rows = `(SELECT ${shown.text} AS text FROM ${from} WHERE ${also}${limit})`;
  return { text: `(SELECT ${lead} || '[' || ${dialect.joinedTexts("text")} || ']' FROM ${rows})`, values };
}

/** From a row to related ones. */
interface Way {
  readonly target: Collection;
  readonly isList: boolean;
  /** By what name the related rows go. */
  readonly row: string;
  readonly from: string;
  readonly on: string;
  readonly limit?: string;
}

function forward(sight: Sight, collection: Collection, from: string, key: string): Way | undefined {
  const typed = collection.field(key);
  if (typed === undefined || !isOpen(typed.field, sight.viewer)) return undefined;
  const target = sight.parts.collections.find(sight.db, String(typed.field.collectionId));
  if (target === undefined) return undefined;
  const row = `x${++sight.count}`;
  const { table } = statementsOf(target);
  const column = `${from}.${quoted(key).text}`;
  if (!typed.type.isMultiple(typed.field)) {
    return { target, isList: false, row, from: `${table} ${row}`, on: `${row}.\`id\` = ${column}` };
  }
  // CROSS keeps the order of the list.
  const items = `${dialect.jsonEach(column)} i${row} CROSS JOIN ${table} ${row}`;
  return { target, isList: true, row, from: items, on: `${row}.\`id\` = i${row}.\`value\`` };
}

/** Only where the rows that point here are found by an index: else all rows are looked at once, for all records. */
function back(sight: Sight, collection: Collection, from: string, key: string): Way | undefined {
  const found = backRelation(sight.parts.collections, sight.db, collection, key);
  if (found === undefined) return undefined;
  const { source, typed } = found;
  const { name } = typed.field;
  if (!isOpen(typed.field, sight.viewer) || typed.type.isMultiple(typed.field) || !isIndexed(source, name))
    return undefined;
  const row = `x${++sight.count}`;
  const { table } = statementsOf(source);
  const isList = uniqueIndexOn(source.indexes, name) === undefined;
  return {
    target: source,
    isList,
    row,
    from: `${table} ${row}`,
    on: `${row}.${quoted(name).text} = ${from}.\`id\``,
    limit: ` LIMIT ${maxBackRecords}`,
  };
}

function isOpen({ type, hidden }: Field, { isSuperuser }: Viewer): boolean {
  return type === "relation" && (!hidden || isSuperuser);
}
