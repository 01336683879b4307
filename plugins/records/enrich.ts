import { type Db, join, name, type PluginScope, sql } from "#kernel";
import { isSuperuser, onRecordEnrich, type RequestInfo } from "./contract.ts";
import type { RecordModel } from "./model/record.ts";
import type { Rulebook } from "./rules/check.ts";

/** Each record whose handlers are at work takes a sandbox, and they are inside of each other. */
const nestedAtOnce = 8;

/** Shows records as their viewer may see them, through onRecordEnrich. */
export class Enricher {
  readonly #scope: Pick<PluginScope, "trigger" | "hears">;
  readonly #rulebook: Rulebook;

  constructor(scope: Pick<PluginScope, "trigger" | "hears">, rulebook: Rulebook) {
    this.#scope = scope;
    this.#rulebook = rulebook;
  }

  /** False where around() and reveal() would change nothing. */
  concerns(info: RequestInfo, record: RecordModel): boolean {
    return info.auth !== undefined || this.#scope.hears(onRecordEnrich, record.hookTags);
  }

  /** The hooks of the records around `work`: what is expanded and shown is settled inside of them, for some records at a time. */
  async around(
    db: Db,
    info: RequestInfo,
    records: readonly RecordModel[],
    work: (some: readonly RecordModel[]) => Promise<void>,
  ): Promise<void> {
    if (!records.some((record) => this.#scope.hears(onRecordEnrich, record.hookTags)))
      return await work(records);
    for (let i = 0; i < records.length; i += nestedAtOnce) {
      const some = records.slice(i, i + nestedAtOnce);
      await this.#nested(db, info, some, () => work(some));
    }
  }

  async #nested(
    db: Db,
    info: RequestInfo,
    records: readonly RecordModel[],
    work: () => Promise<void>,
  ): Promise<void> {
    const [record, ...rest] = records;
    if (record === undefined) return await work();
    const inner = (): Promise<void> => this.#nested(db, info, rest, work);
    if (!this.#scope.hears(onRecordEnrich, record.hookTags)) return await inner();
    await this.#scope.trigger(onRecordEnrich, { db, record, requestInfo: info }, inner);
  }

  /** Hidden fields for superusers, emails for whoever may see them. */
  async reveal(db: Db, info: RequestInfo, records: readonly RecordModel[]): Promise<void> {
    const { auth } = info;
    if (auth === undefined) return;
    if (isSuperuser(info)) {
      for (const record of records) {
        record.showsEmail = true;
        record.unhide(...record.collection.fields.map((field) => field.name));
      }
      return;
    }
    const accounts = records.filter((record) => record.collection.isAuth && !record.showsEmail);
    for (const record of accounts) {
      if (record.id === auth.id && record.collection.id === auth.collection.id) record.showsEmail = true;
    }
    await this.#revealManaged(
      db,
      info,
      accounts.filter((record) => !record.showsEmail),
    );
  }

  async #revealManaged(db: Db, info: RequestInfo, records: readonly RecordModel[]): Promise<void> {
    const [first] = records;
    const rule = first?.collection.options.manageRule;
    if (first === undefined || typeof rule !== "string" || rule === "") return;
    const { collection } = first;
    const { where } = this.#rulebook.compile(
      db,
      { collection, rule, author: "server", strategy: "each" },
      info,
    );
    if (where?.text === "0") return;
    const ids = join(
      records.map((record) => sql`${record.id}`),
      ", ",
    );
    const among = sql`SELECT \`id\` FROM ${name(collection.name)} WHERE \`id\` IN (${ids})`;
    const managed = new Set(await db.column(where === undefined ? among : sql`${among} AND ${where}`));
    for (const record of records) if (managed.has(record.id)) record.showsEmail = true;
  }
}
