import { bind, type Db, dialect, name, raw, type Sql, sql } from "#kernel";
import type { Collection, Collections } from "../collections/contract.ts";
import { uniqueIndexOn } from "../collections/model/indexes.ts";
import { isSuperuser, type RequestInfo } from "./contract.ts";
import type { Enricher } from "./enrich.ts";
import type { Finder } from "./find.ts";
import type { Expanded, RecordModel } from "./model/record.ts";
import type { Rulebook } from "./rules/check.ts";

const maxDepth = 6;
const maxBackRecords = 1000;

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
    const [, from = "", field = ""] = backForm.exec(key) ?? oldForm.exec(key) ?? [];
    const source = from === "" ? undefined : this.#collections.find(db, from);
    const back = source?.field(field);
    const pointsHere = back?.field.type === "relation" && back.field.collectionId === collection.id;
    if (source === undefined || back === undefined || !pointsHere || (back.field.hidden && !mayAll(info))) {
      throw new Error(`"${key}" is no relation of ${collection.name}`);
    }
    const isList = uniqueIndexOn(source.indexes, field) === undefined || back.type.isMultiple(back.field);
    const isMany = back.type.isMultiple(back.field);
    return {
      target: source,
      isList,
      load: (records) => this.#back(db, records, source, field, isMany, info),
    };
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
    source: Collection,
    field: string,
    isMany: boolean,
    info: RequestInfo | "server",
  ): Promise<ReadonlyMap<string, readonly RecordModel[]>> {
    const related = new Map<string, readonly RecordModel[]>();
    for (const { id } of records) {
      const where = isMany ? listHolds(field, id) : sql`${name(field)} = ${id}`;
      const found = await this.#visible(db, source, where, info, raw(`LIMIT ${maxBackRecords}`));
      related.set(id, found);
    }
    return related;
  }

  /** Those of the records that the viewer may see, revealed to them. */
  async #visible(
    db: Db,
    collection: Collection,
    among: Sql,
    info: RequestInfo | "server",
    tail?: Sql,
  ): Promise<readonly RecordModel[]> {
    if (info === "server") return await this.#finder.findWhere(db, collection, among, tail);
    const rule = isSuperuser(info) ? "" : collection.viewRule;
    if (rule === null) throw new Error(`Only superusers may view ${collection.name}.`);
    const { where } = this.#rulebook.compile(
      db,
      { collection, rule, author: "server", strategy: "each" },
      info,
    );
    if (where?.text === "0") return [];
    const condition = where === undefined ? among : sql`(${among}) AND ${where}`;
    const found = await this.#finder.findWhere(db, collection, condition, tail);
    await this.#enricher.around(db, info, found, () => this.#enricher.reveal(db, info, found));
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

function amongIds(ids: readonly string[]): Sql {
  return bind(`\`id\` IN (SELECT \`value\` FROM ${dialect.jsonItems("?")})`, [JSON.stringify(ids)]);
}

function listHolds(field: string, id: string): Sql {
  return sql`EXISTS (SELECT 1 FROM ${raw(dialect.jsonEach(name(field).text))} WHERE \`value\` = ${id})`;
}

const backForm = /^(\w+)_via_(\w+)$/;
/** `comments(post)`, as back relations were once asked for. */
const oldForm = /^(\w+)\((\w+)\)$/;

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
