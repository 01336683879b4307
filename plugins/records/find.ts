import { bind, type Db, dialect, name, raw, type Sql, type SqlValue, sql } from "#kernel";
import type { Collection, Collections } from "../collections/contract.ts";
import type { FilterQuery, RequestInfo } from "./contract.ts";
import { InvalidFilter } from "./errors.ts";
import { RecordModel } from "./model/record.ts";
import { compile } from "./rules/compile.ts";
import { fillPlaceholders } from "./rules/placeholders.ts";
import { statementsOf } from "./statements.ts";

/** More ids than this are looked for in several statements. */
const idsAtOnce = 500;

/** Nobody in particular: what the server itself asks. */
export const nobody: RequestInfo = {
  context: "default",
  method: "",
  query: {},
  headers: {},
  body: {},
  auth: undefined,
};

/** Records as the server finds them: no rules, no viewer. */
export class Finder {
  readonly #collections: Collections;

  constructor(collections: Collections) {
    this.#collections = collections;
  }

  async findById(db: Db, collection: Collection, id: string): Promise<RecordModel | undefined> {
    if (id === "") return undefined;
    const row = await db.get(bind(statementsOf(collection).byId, [id]));
    return row && RecordModel.fromRow(collection, row);
  }

  async findByIds(db: Db, collection: Collection, ids: readonly string[]): Promise<RecordModel[]> {
    const found: RecordModel[] = [];
    for (let i = 0; i < ids.length; i += idsAtOnce) {
      const some = ids.slice(i, i + idsAtOnce);
      found.push(...(await this.findWhere(db, collection, sql`\`id\` IN (${list(some)})`)));
    }
    return found;
  }

  async findFirstByData(
    db: Db,
    collection: Collection,
    field: string,
    value: unknown,
  ): Promise<RecordModel | undefined> {
    const typed = collection.field(field);
    if (typed === undefined) throw new InvalidFilter(`unknown field "${field}"`);
    const where = sql`${name(field)} = ${asCell(value)}`;
    const [first] = await this.findWhere(db, collection, where, raw("LIMIT 1"));
    return first;
  }

  async findByFilter(db: Db, collection: Collection, query: FilterQuery): Promise<RecordModel[]> {
    const { sort = "", limit = 0, offset = 0, params } = query;
    const filter = params === undefined ? query.filter : fillPlaceholders(query.filter, params);
    const find = (nameOrId: string): Collection | undefined => this.#collections.find(db, nameOrId);
    const strategy = limit > 0 && sort === "" ? "page" : "set";
    const { where, order } = compile(
      { collection, filter, sort, author: "server", strategy },
      { find, info: nobody },
    );
    const isPage = limit > 0 || offset > 0;
    const page = isPage ? bind(` ${dialect.page}`, [limit > 0 ? limit : -1, offset]) : raw("");
    const tail = order === undefined ? page : sql`ORDER BY ${order}${page}`;
    const rows = await db.scanRows(
      sql`SELECT * FROM ${name(collection.name)} WHERE ${where ?? raw("1")} ${tail}`,
    );
    return rows.map((row) => RecordModel.fromRow(collection, row));
  }

  async findWhere(db: Db, collection: Collection, where: Sql, tail: Sql = raw("")): Promise<RecordModel[]> {
    const rows = await db.all(sql`SELECT * FROM ${name(collection.name)} WHERE ${where} ${tail}`);
    return rows.map((row) => RecordModel.fromRow(collection, row));
  }

  async count(db: Db, collection: Collection, where: Sql = raw("1")): Promise<number> {
    return Number(await db.value(sql`SELECT COUNT(*) FROM ${name(collection.name)} WHERE ${where}`));
  }

  /** Those of the ids that are there. */
  async existing(db: Db, collection: Collection, ids: readonly string[]): Promise<ReadonlySet<string>> {
    if (ids.length === 1) {
      const [id] = ids as [string];
      return new Set((await db.value(bind(statementsOf(collection).exists, [id]))) === undefined ? [] : [id]);
    }
    const found = new Set<string>();
    for (let i = 0; i < ids.length; i += idsAtOnce) {
      const some = list(ids.slice(i, i + idsAtOnce));
      const query = sql`SELECT \`id\` FROM ${name(collection.name)} WHERE \`id\` IN (${some})`;
      for (const id of await db.column<string>(query)) found.add(id);
    }
    return found;
  }
}

/** Values for an IN list. Lists of all lengths up to the limit would be as many statements: they are JSON instead. */
function list(values: readonly string[]): Sql {
  return bind(`SELECT \`value\` FROM ${dialect.jsonItems("?")}`, [JSON.stringify(values)]);
}

function asCell(value: unknown): SqlValue {
  if (typeof value === "boolean") return Number(value);
  if (value === undefined || value === null) return null;
  if (typeof value === "object" && !(value instanceof Uint8Array)) return JSON.stringify(value);
  return value as SqlValue;
}
