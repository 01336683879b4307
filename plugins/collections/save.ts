import type { Db } from "#kernel";
import type { Collection } from "./contract.ts";
import type { CollectionWriting } from "./kind.ts";
import type { Lookup } from "./lookup.ts";
import { toCollection } from "./model/collection-data.ts";
import { formatDate } from "./model/dates.ts";
import { collectionId, freeId } from "./model/ids.ts";
import { forTable } from "./model/indexes.ts";
import { deleteRow, insertRow, updateRow } from "./rows.ts";
import { createTable, dropTable } from "./table.ts";

/** Writes collections: the row, the table, and what is in memory. */
export class CollectionWriter implements CollectionWriting {
  readonly #lookup: Lookup;

  constructor(lookup: Lookup) {
    this.#lookup = lookup;
  }

  async settle(db: Db, collection: Collection): Promise<Collection> {
    const identified = collection.isNew ? this.#withFreeId(db, collection) : collection;
    return toCollection({ ...identified, indexes: forTable(identified) }, collection.isNew ? "new" : "saved");
  }

  async check(): Promise<void> {}

  async create(db: Db, collection: Collection): Promise<Collection> {
    const now = formatDate(Date.now());
    const stored = toCollection({ ...collection, created: now, updated: now }, "saved");
    await insertRow(db, stored);
    if (!stored.isView) await createTable(db, stored);
    await this.#lookup.put(db, stored);
    return stored;
  }

  async update(db: Db, collection: Collection): Promise<Collection> {
    const stored = toCollection({ ...collection, updated: formatDate(Date.now()) }, "saved");
    await updateRow(db, stored);
    await this.#lookup.put(db, stored);
    return stored;
  }

  async delete(db: Db, collection: Collection): Promise<void> {
    await dropTable(db, collection);
    await deleteRow(db, collection);
    await this.#lookup.remove(db, collection);
  }

  /** An id that was computed is taken when a collection was renamed; its indexes are named after it. */
  #withFreeId(db: Db, collection: Collection): Collection {
    const { id, type, name } = collection;
    if (id !== collectionId(type, name)) return collection;
    const free = freeId(id, (taken) => this.#lookup.find(db, taken) !== undefined);
    if (free === id) return collection;
    const indexes = collection.indexes.map((text) => text.replaceAll(id, free));
    return toCollection({ ...collection, id: free, indexes }, "new");
  }
}
