import type { Db, PluginScope } from "#kernel";
import type { Models } from "../models/contract.ts";
import type { Collection, CollectionModel, Collections, Field } from "./contract.ts";
import { collectionKind, SavedCollection } from "./kind.ts";
import { Lookup } from "./lookup.ts";
import { readRows } from "./rows.ts";
import { CollectionWriter } from "./save.ts";
import { Shape } from "./shape.ts";

/** All collections: found in memory, changed through their hooks. */
export class Catalogue implements Collections {
  readonly #scope: PluginScope;
  readonly #models: Models;
  readonly #lookup = new Lookup();
  readonly #kind: ReturnType<typeof collectionKind>;
  readonly shape: Shape;

  constructor(scope: PluginScope, models: Models) {
    this.#scope = scope;
    this.#models = models;
    this.shape = new Shape(scope);
    this.#kind = collectionKind(new CollectionWriter(this.#lookup));
  }

  find(db: Db, nameOrId: string): Collection | undefined {
    return this.#lookup.find(db, nameOrId);
  }

  all(db: Db): readonly Collection[] {
    return this.#lookup.all(db);
  }

  create(data: Readonly<Record<string, unknown>>): Collection {
    return this.shape.create(data);
  }

  change(collection: Collection, data: Readonly<Record<string, unknown>>): Collection {
    return this.shape.change(collection, data);
  }

  async save(
    db: Db,
    collection: Collection,
    options: { readonly validate?: "skip" } = {},
  ): Promise<Collection> {
    const model: CollectionModel = new SavedCollection(collection);
    await this.#models.save(db, model, this.#kind, options);
    return model.collection;
  }

  async delete(db: Db, collection: Collection): Promise<void> {
    await this.#models.delete(db, new SavedCollection(collection), this.#kind);
  }

  async importMany(): Promise<void> {}

  references(
    db: Db,
    collection: Collection,
  ): readonly { readonly collection: Collection; readonly field: Field }[] {
    return this.all(db).flatMap((other) =>
      other.fields
        .filter((field) => field.type === "relation" && field.collectionId === collection.id)
        .map((field) => ({ collection: other, field })),
    );
  }

  async reload(): Promise<void> {
    this.#lookup.replaceAll(await readRows(this.#scope.db));
  }
}
