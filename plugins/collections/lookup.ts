import type { Db } from "#kernel";
import type { Collection } from "./contract.ts";

/** All collections at one moment, by every name they go by. */
interface Snapshot {
  readonly all: readonly Collection[];
  /** By id, and by name as it is written. */
  readonly byKey: ReadonlyMap<string, Collection>;
  /** By name in lower case. */
  readonly byName: ReadonlyMap<string, Collection>;
}

const uncommitted = Symbol("collections");

/** By name or id, from memory. A transaction sees what it changed; everybody else, what was committed. */
export class Lookup {
  #committed = snapshot([]);

  find(db: Db, nameOrId: string): Collection | undefined {
    const { byKey, byName } = this.#seenBy(db);
    return byKey.get(nameOrId) ?? byName.get(nameOrId.toLowerCase());
  }

  all(db: Db): readonly Collection[] {
    return this.#seenBy(db).all;
  }

  /** Takes what is stored, instead of all that was known. */
  replaceAll(collections: readonly Collection[]): void {
    this.#committed = snapshot(collections);
  }

  /** A collection that is new or was changed. */
  async put(db: Db, collection: Collection): Promise<void> {
    const { all } = this.#seenBy(db);
    const at = all.findIndex(({ id }) => id === collection.id);
    await this.#change(db, at === -1 ? [...all, collection] : all.with(at, collection));
  }

  async remove(db: Db, collection: Collection): Promise<void> {
    await this.#change(
      db,
      this.#seenBy(db).all.filter(({ id }) => id !== collection.id),
    );
  }

  #seenBy(db: Db): Snapshot {
    return (db.locals?.get(uncommitted) as Snapshot | undefined) ?? this.#committed;
  }

  async #change(db: Db, all: readonly Collection[]): Promise<void> {
    const after = snapshot(all);
    if (db.locals === undefined) {
      this.#committed = after;
      return;
    }
    const { locals } = db;
    const before = locals.get(uncommitted);
    locals.set(uncommitted, after);
    db.afterRollback(() => {
      locals.set(uncommitted, before); // of a savepoint; with the transaction all of it goes
    });
    // Asked for with the first change, to be there before anybody hears of the commit.
    if (before === undefined) await db.afterCommit(() => this.#commit(db));
  }

  #commit({ locals, database }: Db): void {
    const changed = locals?.get(uncommitted) as Snapshot | undefined;
    if (changed !== undefined) this.#committed = changed;
    database.schemaChanged(); // what was read since the commit was read by what was known before
  }
}

function snapshot(all: readonly Collection[]): Snapshot {
  const byKey = new Map<string, Collection>();
  const byName = new Map<string, Collection>();
  // Backwards: where the name of one is the id of another, the older one is meant.
  for (const collection of all.toReversed()) {
    byKey.set(collection.name, collection).set(collection.id, collection);
    byName.set(collection.name.toLowerCase(), collection);
  }
  return { all, byKey, byName };
}
