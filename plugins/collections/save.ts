import { type Db, name, type PluginScope, sql } from "#kernel";
import { checkCollection } from "./checks/collection.ts";
import { type Collection, CollectionOptionSets, RuleCheckers } from "./contract.ts";
import { CollectionInUse, SystemCollection, UnknownCollection } from "./errors.ts";
import { withFreeId } from "./identity.ts";
import type { CollectionWriting } from "./kind.ts";
import type { Lookup } from "./lookup.ts";
import { toCollection } from "./model/collection-data.ts";
import { formatDate } from "./model/dates.ts";
import { forTable } from "./model/indexes.ts";
import { referencesTo } from "./references.ts";
import { deleteRow, insertRow, updateRow } from "./rows.ts";
import { createTable, dropTable } from "./table.ts";
import { changeTable } from "./table-changes.ts";
import { createView, draftFields, inferFields } from "./views/query.ts";
import { mayLookAt, queryOf, refreshed, sameFields } from "./views/stale.ts";

/** Writes collections: the row, the table or view, what is in memory, and the views that look at it. */
export class CollectionWriter implements CollectionWriting {
  readonly #scope: Pick<PluginScope, "collect" | "log">;
  readonly #lookup: Lookup;

  constructor(scope: Pick<PluginScope, "collect" | "log">, lookup: Lookup) {
    this.#scope = scope;
    this.#lookup = lookup;
  }

  async settle(db: Db, collection: Collection): Promise<Collection> {
    const isTaken = (id: string): boolean => this.#lookup.find(db, id) !== undefined;
    const identified = collection.isNew ? withFreeId(collection, isTaken) : collection;
    const indexes = forTable(identified);
    const fields = identified.isView
      ? await draftFields(db, queryOf(identified), this.#lookup.all(db))
      : identified.fields;
    return toCollection({ ...identified, indexes, fields }, collection.isNew ? "new" : "saved");
  }

  async check(db: Db, collection: Collection): Promise<void> {
    await this.checkAgainst(db, collection, collection.isNew ? undefined : this.#stored(db, collection));
  }

  /** Checks a collection as a change of `original`, which may not be what is stored by now. */
  async checkAgainst(db: Db, collection: Collection, original: Collection | undefined): Promise<void> {
    await checkCollection(db, collection, {
      original,
      stored: this.#lookup.all(db),
      ruleCheckers: this.#scope.collect(RuleCheckers),
      options: this.#scope.collect(CollectionOptionSets).find(({ type }) => type === collection.type),
    });
  }

  async create(db: Db, collection: Collection): Promise<Collection> {
    const now = formatDate(Date.now());
    const stored = toCollection({ ...collection, created: now, updated: now }, "saved");
    await insertRow(db, stored);
    if (!stored.isView) await createTable(db, stored);
    await this.#lookup.put(db, stored);
    return stored;
  }

  async update(db: Db, collection: Collection): Promise<Collection> {
    const before = this.#stored(db, collection);
    const stored = toCollection({ ...collection, updated: formatDate(Date.now()) }, "saved");
    await updateRow(db, stored);
    if (!stored.isView) await changeTable(db, before, stored);
    await this.#lookup.put(db, stored);
    if (before.name !== stored.name || !sameFields(before.fields, stored.fields)) {
      await this.#refreshViews(db, [before.name, stored.name], (view, error) =>
        this.#scope.log.warn(`View "${view.name}" no longer works`, { error: String(error) }),
      );
    }
    return stored;
  }

  async layView(db: Db, view: Collection): Promise<void> {
    await inferFields(db, queryOf(view), this.#lookup.all(db)); // says what is wrong before the old one goes
    if (!view.isNew) await db.run(sql`DROP VIEW IF EXISTS ${name(this.#stored(db, view).name)}`);
    await createView(db, view.name, queryOf(view));
  }

  async clear(db: Db, collection: Collection): Promise<void> {
    this.#admitDelete(db, collection);
    await clearTable(db, collection);
    await this.#refreshViews(db, [collection.name], (_view, error) => {
      throw error;
    });
  }

  #admitDelete(db: Db, collection: Collection): void {
    if (collection.system) throw new SystemCollection();
    const users = referencesTo(this.#lookup.all(db), collection).filter(
      (one) => one.collection.id !== collection.id,
    );
    const names = new Set(users.map((one) => one.collection.name));
    if (names.size > 0) throw new CollectionInUse(collection.name, [...names]);
  }

  async delete(db: Db, collection: Collection): Promise<void> {
    await deleteRow(db, collection);
    await this.#lookup.remove(db, collection);
  }

  /** The same for collections whose users go or change in the same breath. */
  forImports(): CollectionWriting {
    return {
      settle: (db, collection) => this.settle(db, collection),
      check: (db, collection) => this.check(db, collection),
      create: (db, collection) => this.create(db, collection),
      update: (db, collection) => this.update(db, collection),
      layView: (db, view) => this.layView(db, view),
      clear: (db, collection) => clearTable(db, collection), // those who need it may go or change too
      delete: (db, collection) => this.delete(db, collection),
    };
  }

  #stored(db: Db, { id }: Collection): Collection {
    const stored = this.#lookup.find(db, id);
    if (stored?.id !== id) throw new UnknownCollection();
    return stored;
  }

  /** Saves the views again that look at one of these tables and have other fields now. */
  async #refreshViews(
    db: Db,
    tables: readonly string[],
    onFailure: (view: Collection, error: unknown) => void,
  ): Promise<void> {
    for (const view of this.#lookup.all(db)) {
      if (!mayLookAt(view, tables)) continue;
      try {
        const changed = await refreshed(db, view, this.#lookup.all(db));
        if (changed === undefined) continue;
        await this.layView(db, changed);
        await this.update(db, changed);
      } catch (error) {
        onFailure(view, error);
      }
    }
  }
}

async function clearTable(db: Db, collection: Collection): Promise<void> {
  if (!collection.isView) return await dropTable(db, collection);
  await db.run(sql`DROP VIEW IF EXISTS ${name(collection.name)}`);
  db.schemaChanged();
}
