import { bind, type Db, type Sql } from "#kernel";
import type { Collections } from "../../collections/contract.ts";
import { isSuperuser, type RequestInfo } from "../contract.ts";
import { InvalidFilter } from "../errors.ts";
import type { RecordModel } from "../model/record.ts";
import { statementsOf } from "../statements.ts";
import { type Answer, compile, type Question } from "./compile.ts";
import { Sizes } from "./sizes.ts";

/** The name under which a record that is not saved yet stands in a statement. */
const newRow = "`__new`";

/** Rules put to the database: whether a record, saved or about to be, meets one. */
export class Rulebook {
  readonly #collections: Collections;
  readonly #sizes = new Sizes();

  constructor(collections: Collections) {
    this.#collections = collections;
  }

  compile(db: Db, question: Question, info: RequestInfo): Answer {
    return compile(question, {
      find: (nameOrId) => this.#collections.find(db, nameOrId),
      isSmall: (collection) => this.#sizes.isSmall(db.database, collection),
      info,
    });
  }

  async canAccess(db: Db, record: RecordModel, info: RequestInfo, rule: string | null): Promise<boolean> {
    if (isSuperuser(info) || rule === "") return true;
    return rule !== null && (await this.meets(db, record, info, rule));
  }

  async canManage(db: Db, record: RecordModel, info: RequestInfo): Promise<boolean> {
    if (isSuperuser(info)) return true;
    const rule = record.collection.options.manageRule;
    return typeof rule === "string" && rule !== "" && (await this.meets(db, record, info, rule));
  }

  /** A filter a client wrote; false also where it may not be asked. */
  async meetsFilter(db: Db, record: RecordModel, info: RequestInfo, filter: string): Promise<boolean> {
    const author = isSuperuser(info) ? "server" : "client";
    if (author === "client" && /@(collection|request)\./.test(filter)) return false;
    const { collection } = record;
    try {
      return await this.#holds(db, record, info, { collection, filter, author, strategy: "each" });
    } catch (error) {
      if (error instanceof InvalidFilter) return false;
      throw error;
    }
  }

  /** Whether a record meets a rule that is neither null nor "". A new one is looked at as the row it would become. */
  async meets(db: Db, record: RecordModel, info: RequestInfo, rule: string): Promise<boolean> {
    const { collection } = record;
    return await this.#holds(db, record, info, { collection, rule, author: "server", strategy: "each" });
  }

  async #holds(db: Db, record: RecordModel, info: RequestInfo, question: Question): Promise<boolean> {
    const asked = record.isNew ? { ...question, row: newRow } : question;
    const { where } = this.compile(db, asked, info);
    if (where === undefined) return true;
    if (where.text === "0") return false;
    return (await db.value(record.isNew ? ofNewRow(record, where) : ofSavedRow(record, where))) !== undefined;
  }
}

function ofSavedRow({ collection, savedId }: RecordModel, where: Sql): Sql {
  return bind(`${statementsOf(collection).exists} AND ${where.text}`, [savedId, ...where.values]);
}

function ofNewRow(record: RecordModel, where: Sql): Sql {
  if (!where.text.includes(newRow)) return bind(`SELECT 1 WHERE ${where.text}`, where.values);
  const { columns } = statementsOf(record.collection);
  const row = record.toRow();
  row.id ||= "__temp_id__";
  if (record.collection.isAuth) row.verified = 0; // it must not earn what the rule gives to the verified
  const selected = columns.map((column) => `? AS \`${column}\``).join(", ");
  const text = `WITH ${newRow} AS (SELECT ${selected}) SELECT 1 FROM ${newRow} WHERE ${where.text}`;
  return bind(text, [...columns.map((column) => row[column] ?? null), ...where.values]);
}
