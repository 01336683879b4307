import type { Db, PluginScope } from "#kernel";
import type { Models } from "../models/contract.ts";
import type { Collection, CollectionModel, Collections, ColumnOrigin, Field, ViewTrial } from "./contract.ts";
import { importCollections } from "./import.ts";
import { type CollectionKind, collectionKind, SavedCollection } from "./kind.ts";
import { Lookup } from "./lookup.ts";
import { type Reference, referencesTo } from "./references.ts";
import { readRows } from "./rows.ts";
import { CollectionWriter } from "./save.ts";
import { Shape } from "./shape.ts";
import { dryRun } from "./views/dry-run.ts";
import { originOf } from "./views/origin.ts";
import { inferFields } from "./views/query.ts";

/** All collections: found in memory, changed through their hooks. */
export class Catalogue implements Collections {
  readonly #scope: PluginScope;
  readonly #models: Models;
  readonly #lookup = new Lookup();
  readonly #writer: CollectionWriter;
  readonly #kind: CollectionKind;
  readonly #kindOfImports: CollectionKind;
  readonly shape: Shape;

  constructor(scope: PluginScope, models: Models) {
    this.#scope = scope;
    this.#models = models;
    this.shape = new Shape(scope);
    this.#writer = new CollectionWriter(scope, this.#lookup);
    this.#kind = collectionKind(this.#writer);
    this.#kindOfImports = collectionKind(this.#writer.forImports());
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

  async validate(db: Db, collection: Collection): Promise<void> {
    await this.#models.validate(db, new SavedCollection(collection), this.#kind);
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

  async importMany(
    db: Db,
    list: readonly Readonly<Record<string, unknown>>[],
    options: { readonly deleteMissing: boolean },
  ): Promise<void> {
    await importCollections(db, list, options, {
      all: (tx) => this.all(tx),
      create: (data) => this.create(data),
      change: (collection, data) => this.change(collection, data),
      save: (tx, collection) => this.save(tx, collection, { validate: "skip" }),
      delete: (tx, collection) =>
        this.#models.delete(tx, new SavedCollection(collection), this.#kindOfImports),
      check: (tx, collection, original) => this.#writer.checkAgainst(tx, collection, original),
    });
  }

  references(db: Db, collection: Collection): readonly Reference[] {
    return referencesTo(this.all(db), collection);
  }

  viewFields(db: Db, query: string): Promise<readonly Field[]> {
    return inferFields(db, query, this.all(db));
  }

  dryRunView(db: Db, query: string, sampleSize: number): Promise<ViewTrial> {
    return dryRun({ scope: this.#scope, collections: this }, db, query, sampleSize);
  }

  originOf(db: Db, view: Collection, column: string): ColumnOrigin | undefined {
    return originOf(view, column, this.all(db));
  }

  async reload(): Promise<void> {
    const stored = await readRows(this.#scope.db);
    this.#lookup.replaceAll(stored.map((collection) => this.shape.read(collection)));
    this.#scope.db.schemaChanged();
  }
}
