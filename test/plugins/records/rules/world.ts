import { name as quoted, type Sql, sql } from "#kernel";
import { Connection } from "../../../../kernel/db/connection.ts";
import type { Collection } from "../../../../plugins/collections/contract.ts";
import { toCollection } from "../../../../plugins/collections/model/collection-data.ts";
import { systemFields } from "../../../../plugins/collections/model/default-fields.ts";
import { readField } from "../../../../plugins/collections/model/field-data.ts";
import { withField } from "../../../../plugins/collections/model/field-list.ts";
import type { RequestInfo } from "../../../../plugins/records/contract.ts";
import { RecordModel } from "../../../../plugins/records/model/record.ts";
import { compile } from "../../../../plugins/records/rules/compile.ts";
import type { Strategy } from "../../../../plugins/records/rules/emit.ts";
import type { Author } from "../../../../plugins/records/rules/resolve.ts";

interface Sent {
  readonly id?: string;
  readonly name?: string;
  readonly type?: "base" | "auth";
  readonly fields?: readonly object[];
  readonly indexes?: readonly string[];
  readonly listRule?: string | null;
}

export const guest: RequestInfo = {
  context: "default",
  method: "GET",
  query: {},
  headers: {},
  body: {},
  auth: undefined,
};

/** Collections and their rows in memory, made by what would be sent to the API. */
export class World {
  readonly db = new Connection(":memory:");
  readonly #collections = new Map<string, Collection>();

  readonly find = (nameOrId: string): Collection | undefined => this.#collections.get(nameOrId);

  readonly send = async (method: string, path: string, body: unknown): Promise<{ id: string }> => {
    const [, , , about, records] = path.split("/");
    if (records === "records") return this.#insert(about as string, body as Record<string, unknown>);
    const before = method === "PATCH" ? this.find(about as string) : undefined;
    return this.#define(body as Sent, before);
  };

  /** The ids of the records that meet a filter, in order; throws what the compiler throws. */
  ids(
    collection: string,
    filter: string,
    options: { info?: RequestInfo; author?: Author; strategy?: Strategy | "list" } = {},
  ): string {
    const { info = guest, author = "server", strategy = "each" } = options;
    const asked = this.find(collection) as Collection;
    const answer = compile({ collection: asked, filter, author, strategy }, { find: this.find, info });
    const ids = this.#read(collection, answer.lead, answer.where);
    if (strategy !== "list") return ids;
    const counted = this.#read(collection, answer.lead, answer.all);
    return counted === ids ? ids : `${ids}, but counted are ${counted}`;
  }

  #read(collection: string, lead: Sql | undefined, where: Sql | undefined): string {
    const from = sql`SELECT id FROM ${quoted(collection)} WHERE ${where ?? sql`1`} ORDER BY id`;
    return this.db.column<string>(lead === undefined ? from : sql`${lead}${from}`).join(" ");
  }

  record(collection: string, id: string): RecordModel {
    const row = this.db.get(sql`SELECT * FROM ${quoted(collection)} WHERE id = ${id}`);
    return RecordModel.fromRow(this.find(collection) as Collection, row ?? {});
  }

  #define(sent: Sent, before: Collection | undefined): { id: string } {
    const { name = before?.name ?? "", type = before?.type ?? "base" } = sent;
    const given = (sent.fields ?? []).map(readField);
    const fields = given.reduce((all, field) => withField(all, field), systemFields(type));
    const id = before?.id ?? `c_${name}`;
    const rules = {
      listRule: sent.listRule === undefined ? (before?.listRule ?? "") : sent.listRule,
      viewRule: "",
      createRule: "",
      updateRule: "",
      deleteRule: "",
    };
    const data = {
      id,
      name,
      type,
      system: false,
      fields,
      indexes: sent.indexes ?? before?.indexes ?? [],
      options: {},
      created: "",
      updated: "",
      ...rules,
    };
    const collection = toCollection(data, "saved");
    this.#collections.set(id, collection).set(name, collection);
    this.db.script(`DROP TABLE IF EXISTS \`${name}\``);
    const columns = collection.typedFields.map(
      ({ field, type: of }) => `\`${field.name}\` ${of.columnType(field)}`,
    );
    this.db.script(`CREATE TABLE \`${name}\` (${columns.join(", ")})`);
    return { id };
  }

  #insert(name: string, data: Record<string, unknown>): { id: string } {
    const record = new RecordModel(this.find(name) as Collection);
    record.load(data);
    const row = Object.entries(record.toRow());
    const columns = row.map(([column]) => `\`${column}\``).join(", ");
    this.db.run({
      text: `INSERT INTO \`${name}\` (${columns}) VALUES (${row.map(() => "?").join(", ")})`,
      values: row.map(([, value]) => value),
    });
    return { id: record.id };
  }
}
