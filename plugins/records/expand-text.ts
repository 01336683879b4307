import { type Db, dialect, name as quoted, type Sql, type SqlValue } from "#kernel";
import type { Collection, Field } from "../collections/contract.ts";
import { uniqueIndexOn } from "../collections/model/indexes.ts";
import { onRecordEnrich, type RequestInfo, type Viewer } from "./contract.ts";
import { backRelation, maxBackRecords, type Tree } from "./expand.ts";
import { rowTexts } from "./json-text.ts";
import { keptText } from "./kept-texts.ts";
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

/** SQL that is put together when it is not known yet. */
interface Draft {
  /** The same for what comes to the same text. */
  readonly key: string;
  readonly values: readonly SqlValue[];
  text(): string;
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
  const inside = tree.size === 0 ? info : { ...info, context: "expand" as const };
  const draft = textOf({ parts, db, viewer, info: inside, count: 0 }, collection, table, tree);
  if (draft === undefined) return undefined;
  const { head } = rowTexts(collection, viewer, table);
  return { text: keptText(head, draft.key, () => draft.text()), values: draft.values };
}

/** True if records must be there before they are shown: for hooks, or to know who manages them. */
function isWanted({ scope }: Needs, { hookTags, options }: Collection): boolean {
  return scope.hears(onRecordEnrich, hookTags) || Boolean(options.manageRule);
}

function textOf(sight: Sight, collection: Collection, row: string, tree: Tree): Draft | undefined {
  if (isWanted(sight.parts, collection)) return undefined;
  const { head, tail, values } = rowTexts(collection, sight.viewer, row);
  if (tree.size === 0) return { key: "", values, text: () => dialect.concat([...head, ...tail]) };
  const entries: Draft[] = [];
  for (const [key, below] of [...tree].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const entry = entryOf(sight, collection, row, key, below);
    if (entry === undefined) return undefined;
    entries.push(entry);
  }
  return {
    key: entries.map(({ key }) => key).join(),
    values: [...values, ...entries.flatMap((entry) => entry.values)],
    text() {
      const inner = `substr(${dialect.concat(entries.map((entry) => entry.text()))}, 2)`;
      return dialect.concat([...head, `',"expand":{'`, inner, `'}'`, ...tail]);
    },
  };
}

/** `,"key":…` for one relation of a row; NULL if nothing is related that the viewer may see. */
function entryOf(
  sight: Sight,
  collection: Collection,
  row: string,
  key: string,
  below: Tree,
): Draft | undefined {
  const way = forward(sight, collection, row, key) ?? back(sight, collection, row, key);
  if (way === undefined) return undefined;
  const rule = sight.viewer.isSuperuser ? "" : way.target.viewRule;
  const shown = textOf(sight, way.target, way.row, below);
  if (shown === undefined || rule === null) return undefined;
  const question = {
    collection: way.target,
    rule,
    author: "server",
    strategy: "each",
    row: way.row,
  } as const;
  const { where } = sight.parts.rulebook.compile(sight.db, question, sight.info);
  return {
    key: `${key} ${way.target.version} ${where?.text ?? ""}(${shown.key})`,
    values: [...shown.values, ...(where?.values ?? [])],
    text: () => entryText(way, key, shown.text(), where),
  };
}

function entryText({ isList, from, on, limit = "" }: Way, key: string, shown: string, visible?: Sql): string {
  const lead = dialect.literal(`,${JSON.stringify(key)}:`);
  const where = visible === undefined ? on : `${on} AND ${visible.text}`;
  if (!isList) return `(SELECT ${dialect.concat([lead, shown])} FROM ${from} WHERE ${where})`;
  const rows = `(SELECT ${shown} AS text FROM ${from} WHERE ${where}${limit})`;
  return `(SELECT ${lead} || '[' || ${dialect.joinedTexts("text")} || ']' FROM ${rows})`;
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
