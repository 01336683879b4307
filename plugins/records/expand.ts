import { bind, type Db, dialect, name, raw, type Sql, sql } from "#kernel";
import type { Collection, Collections } from "../collections/contract.ts";
import type { TypedField } from "../collections/model/collection.ts";
import { uniqueIndexOn } from "../collections/model/indexes.ts";
import { isSuperuser, type RequestInfo } from "./contract.ts";
import type { Enricher } from "./enrich.ts";
import type { Finder } from "./find.ts";
import type { Expanded, RecordModel } from "./model/record.ts";
import type { Rulebook } from "./rules/check.ts";
import { statementsOf } from "./statements.ts";

const maxDepth = 6;
/** More records than these are not shown of those that point at one. */
export const maxBackRecords = 1000;

/** Which relations to follow, and which from there. */
export type Tree = Map<string, Tree>;

/** A relation from one collection's records to another's. */
interface Path {
  readonly target: Collection;
  readonly isList: boolean;
  /** The related records of each, by its id. */
  load(records: readonly RecordModel[]): Promise<ReadonlyMap<string, readonly RecordModel[]>>;
}

/** Fills in `expand`. */
export class Expander {
  readonly #collections: Collections;
  readonly #finder: Finder;
  readonly #rulebook: Rulebook;
  readonly #enricher: Enricher;

  constructor(collections: Collections, finder: Finder, rulebook: Rulebook, enricher: Enricher) {
    this.#collections = collections;
    this.#finder = finder;
    this.#rulebook = rulebook;
    this.#enricher = enricher;
  }

  /** As the request's viewer may see it, or all of it for the server; gives what failed, by path. */
  async expand(
    db: Db,
    records: readonly RecordModel[],
    expands: readonly string[],
    info: RequestInfo | "server",
  ): Promise<ReadonlyMap<string, Error>> {
    const failed = new Map<string, Error>();
    const asked = info === "server" ? info : { ...info, context: "expand" as const };
    await this.#follow(db, records, readTree(expands), asked, "", failed);
    return failed;
  }

  async #follow(
    db: Db,
    records: readonly RecordModel[],
    tree: Tree,
    info: RequestInfo | "server",
    prefix: string,
    failed: Map<string, Error>,
  ): Promise<void> {
    const [first] = records;
    if (first === undefined) return;
    for (const [key, below] of tree) {
      const path = prefix + key;
      try {
        const relation = this.#relation(db, first.collection, key, info);
        const related = await relation.load(records);
        const found = [...new Set([...related.values()].flat())];
        const before = failed.size;
        await this.#follow(db, found, below, info, `${path}.`, failed);
        // A path is followed whole or not at all.
        if (below.size === 0 || failed.size - before < below.size) attach(records, key, related, relation);
      } catch (error) {
        failed.set(path, error instanceof Error ? error : new Error(String(error)));
      }
    }
  }

  #relation(db: Db, collection: Collection, key: string, info: RequestInfo | "server"): Path {
    const typed = collection.field(key);
    if (typed?.field.type === "relation" && (!typed.field.hidden || mayAll(info))) {
      const target = this.#find(db, String(typed.field.collectionId));
      const isList = typed.type.isMultiple(typed.field);
      return { target, isList, load: (records) => this.#forward(db, records, key, target, info) };
    }
    const back = backRelation(this.#collections, db, collection, key);
    if (back === undefined || (back.typed.field.hidden && !mayAll(info))) {
      throw new Error(`"${key}" is no relation of ${collection.name}`);
    }
    const { source, typed: pointing } = back;
    const isMany = pointing.type.isMultiple(pointing.field);
    const isList = uniqueIndexOn(source.indexes, pointing.field.name) === undefined || isMany;
    return { target: source, isList, load: (records) => this.#back(db, records, back, info) };
  }

  #find(db: Db, nameOrId: string): Collection {
    const found = this.#collections.find(db, nameOrId);
    if (found === undefined) throw new Error(`There is no collection "${nameOrId}".`);
    return found;
  }

  async #forward(
    db: Db,
    records: readonly RecordModel[],
    key: string,
    target: Collection,
    info: RequestInfo | "server",
  ): Promise<ReadonlyMap<string, readonly RecordModel[]>> {
    const ids = new Set(records.flatMap((record) => idsOf(record, key)));
    const found = await this.#visible(db, target, amongIds([...ids]), info);
    const byId = new Map(found.map((record) => [record.id, record]));
    return new Map(
      records.map((record) => [
        record.id,
        idsOf(record, key)
          .map((id) => byId.get(id))
          .filter((one) => one !== undefined),
      ]),
    );
  }

  async #back(
    db: Db,
    records: readonly RecordModel[],
    { source, typed }: BackRelation,
    info: RequestInfo | "server",
  ): Promise<ReadonlyMap<string, readonly RecordModel[]>> {
    const related = new Map<string, RecordModel[]>(records.map(({ id }) => [id, []]));
    const pointing = pointingAt(source, typed, [...related.keys()]);
    for (const record of await this.#visible(db, source, pointing, info)) {
      for (const id of new Set(idsOf(record, typed.field.name))) {
        const found = related.get(id);
        if (found !== undefined && found.length < maxBackRecords) found.push(record);
      }
    }
    return related;
  }

  /** Those of the records that the viewer may see, revealed to them. */
  async #visible(
    db: Db,
    collection: Collection,
    among: (visible: Sql) => Sql,
    info: RequestInfo | "server",
  ): Promise<readonly RecordModel[]> {
    if (info === "server") return await this.#finder.findWhere(db, collection, among(raw("1")));
    const rule = isSuperuser(info) ? "" : collection.viewRule;
    if (rule === null) throw new Error(`Only superusers may view ${collection.name}.`);
    const { where = raw("1") } = this.#rulebook.compile(
      db,
      { collection, rule, author: "server", strategy: "each" },
      info,
    );
    if (where.text === "0") return [];
    const found = await this.#finder.findWhere(db, collection, among(where));
    await this.#enricher.around(db, info, found, (some) => this.#enricher.reveal(db, info, some));
    return found;
  }
}

/** Every record that was asked gets an `expand`, if only an empty one. */
function attach(
  records: readonly RecordModel[],
  key: string,
  related: ReadonlyMap<string, readonly RecordModel[]>,
  { isList }: Path,
): void {
  for (const record of records) {
    const found = related.get(record.id) ?? [];
    const [one] = found;
    const expanded: Expanded | undefined = isList ? found : one;
    record.mergeExpand(one === undefined || expanded === undefined ? {} : { [key]: expanded });
  }
}

function mayAll(info: RequestInfo | "server"): boolean {
  return info === "server" || isSuperuser(info);
}

function idsOf(record: RecordModel, key: string): readonly string[] {
  const value = record.getRaw(key);
  if (Array.isArray(value)) return value as readonly string[];
  return typeof value === "string" && value !== "" ? [value] : [];
}

function amongIds(ids: readonly string[]): (visible: Sql) => Sql {
  return (visible) => sql`\`id\` ${inList(ids)} AND ${visible}`;
}

/** Rows whose relation names one of the ids, found in one go for all of them; so many for each. */
function pointingAt(
  source: Collection,
  { field, type }: TypedField,
  ids: readonly string[],
): (visible: Sql) => Sql {
  const { table } = statementsOf(source);
  const column = `${table}.${name(field.name).text}`;
  const isMany = type.isMultiple(field);
  const from = raw(isMany ? `${table}, ${dialect.jsonEach(column)} item` : table);
  const key = raw(isMany ? "item.`value`" : column);
  const order = source.isView ? "" : ` ORDER BY ${dialect.rowOrder(table)}`;
  return (visible) => {
    const place = sql`row_number() OVER (PARTITION BY ${key}${raw(order)}) AS place`;
    const all = sql`SELECT ${raw(table)}.\`id\`, ${place} FROM ${from} WHERE ${key} ${inList(ids)} AND ${visible}`;
    const some = sql`\`id\` IN (SELECT \`id\` FROM (${all}) WHERE place <= ${maxBackRecords})`;
    return sql`${some}${raw(order)}`;
  };
}

function inList(ids: readonly string[]): Sql {
  return bind(`IN (SELECT \`value\` FROM ${dialect.jsonItems("?")})`, [JSON.stringify(ids)]);
}

const backForm = /^(\w+)_via_(\w+)$/;
/** `comments(post)`, as back relations were once asked for. */
const oldForm = /^(\w+)\((\w+)\)$/;

/** The relation of another collection that points at this one, as a key of an expand names it. */
interface BackRelation {
  readonly source: Collection;
  readonly typed: TypedField;
}

export function backRelation(
  collections: Collections,
  db: Db,
  collection: Collection,
  key: string,
): BackRelation | undefined {
  const [, from = "", field = ""] = backForm.exec(key) ?? oldForm.exec(key) ?? [];
  const source = from === "" ? undefined : collections.find(db, from);
  const typed = source?.field(field);
  if (source === undefined || typed?.field.type !== "relation") return undefined;
  return typed.field.collectionId === collection.id ? { source, typed } : undefined;
}

/** `a.b, c` → a tree; spaces do not count, and nothing goes deeper than six. */
export function readTree(expands: readonly string[]): Tree {
  const tree: Tree = new Map();
  for (const expand of expands.flatMap((text) => text.split(","))) {
    const parts = expand.replaceAll(" ", "").split(".");
    let at = tree;
    for (const part of parts.slice(0, maxDepth)) {
      if (part === "") break;
      const next = at.get(part) ?? new Map();
      at.set(part, next);
      at = next;
    }
  }
  return tree;
}
