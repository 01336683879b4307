import { type Db, join, name, type Sql, sql } from "#kernel";
import type { Collection, Collections } from "../collections/contract.ts";
import type { RecordModel, Records } from "../records/contract.ts";

/** The system collections whose rows hang on auth records by `collectionRef` and `recordRef`. */
export type SystemCollection = "_mfas" | "_otps" | "_externalAuths" | "_authOrigins";
export const systemCollections: readonly SystemCollection[] = [
  "_authOrigins",
  "_externalAuths",
  "_mfas",
  "_otps",
];

/** The rows that remember how records sign in. */
export class SystemRows {
  readonly #collections: Collections;
  readonly #records: Records;

  constructor(collections: Collections, records: Records) {
    this.#collections = collections;
    this.#records = records;
  }

  create(
    db: Db,
    kind: SystemCollection,
    record: RecordModel,
    data: Readonly<Record<string, unknown>>,
  ): RecordModel {
    return this.#records.create(this.#collection(db, kind), {
      ...data,
      collectionRef: record.collection.id,
      recordRef: record.id,
    });
  }

  byId(db: Db, kind: SystemCollection, id: string): Promise<RecordModel | undefined> {
    return this.#records.findById(db, this.#collection(db, kind), id);
  }

  /** Newest first. */
  of(
    db: Db,
    kind: SystemCollection,
    record: RecordModel,
    ...conditions: readonly Sql[]
  ): Promise<RecordModel[]> {
    const owner = sql`${name("collectionRef")} = ${record.collection.id} AND ${name("recordRef")} = ${record.id}`;
    return this.where(db, kind, join([owner, ...conditions], " AND "));
  }

  where(db: Db, kind: SystemCollection, where: Sql): Promise<RecordModel[]> {
    return this.#records.findWhere(
      db,
      this.#collection(db, kind),
      where,
      sql`ORDER BY ${name("created")} DESC`,
    );
  }

  save(db: Db, row: RecordModel): Promise<void> {
    return this.#records.save(db, row);
  }

  delete(db: Db, row: RecordModel): Promise<void> {
    return this.#records.delete(db, row);
  }

  /** Deletes a row that is good for one use; false if somebody else was faster. */
  async use(db: Db, kind: SystemCollection, row: RecordModel): Promise<boolean> {
    return await db.transaction(async (tx) => {
      if ((await this.byId(tx, kind, row.id)) === undefined) return false;
      await this.delete(tx, row);
      return true;
    });
  }

  async deleteAllOf(db: Db, kind: SystemCollection, record: RecordModel): Promise<void> {
    for (const row of await this.of(db, kind, record)) await this.delete(db, row);
  }

  /** Rows of records in a collection that is gone. */
  async deleteAllIn(db: Db, kind: SystemCollection, collection: Collection): Promise<void> {
    const rows = await this.where(db, kind, sql`${name("collectionRef")} = ${collection.id}`);
    for (const row of rows) await this.delete(db, row);
  }

  #collection(db: Db, kind: SystemCollection): Collection {
    const collection = this.#collections.find(db, kind);
    if (collection === undefined) throw new Error(`the system collection ${kind} is missing`);
    return collection;
  }
}

/** Rows made less than so many seconds ago are still good. */
export function isExpiredRow(row: RecordModel, seconds: number): boolean {
  return Date.parse(row.getString("created").replace(" ", "T")) + seconds * 1000 < Date.now();
}
