import { type Db, join, name, type PluginScope, sql } from "#kernel";
import { isSuperuser, onRecordEnrich, type RequestInfo } from "./contract.ts";
import type { RecordModel } from "./model/record.ts";
import type { Rulebook } from "./rules/check.ts";

/** Shows records as their viewer may see them, through onRecordEnrich. */
export class Enricher {
  readonly #scope: Pick<PluginScope, "trigger" | "hears">;
  readonly #rulebook: Rulebook;

  constructor(scope: Pick<PluginScope, "trigger" | "hears">, rulebook: Rulebook) {
    this.#scope = scope;
    this.#rulebook = rulebook;
  }

  /** The hooks of all records around `work`: what is expanded and shown is settled inside of them. */
  async around(
    db: Db,
    info: RequestInfo,
    records: readonly RecordModel[],
    work: () => Promise<void>,
  ): Promise<void> {
    const enter = async (index: number): Promise<void> => {
      const record = records[index];
      if (record === undefined) return await work();
      if (!this.#scope.hears(onRecordEnrich, record.hookTags)) return await enter(index + 1);
      await this.#scope.trigger(onRecordEnrich, { db, record, requestInfo: info }, () => enter(index + 1));
    };
    await enter(0);
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
