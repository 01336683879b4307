import type { Db } from "#kernel";
import type { ModelEvent, ModelKind } from "../models/contract.ts";
import {
  type Collection,
  type CollectionErrorEvent,
  type CollectionEvent,
  type CollectionModel,
  collectionHooks,
} from "./contract.ts";

/** What the steps of saving do to the database. */
export interface CollectionWriting {
  /** The collection with everything filled in that the rest follows from. */
  settle(db: Db, collection: Collection): Promise<Collection>;
  check(db: Db, collection: Collection): Promise<void>;
  /** Gives the collection as it is stored now. */
  create(db: Db, collection: Collection): Promise<Collection>;
  update(db: Db, collection: Collection): Promise<Collection>;
  /** Makes or replaces the view in the database, before the row of the collection is written. */
  layView(db: Db, view: Collection): Promise<void>;
  /** Takes table or view away, before the row goes. Throws if the collection must stay. */
  clear(db: Db, collection: Collection): Promise<void>;
  delete(db: Db, collection: Collection): Promise<void>;
}

export type CollectionKind = ModelKind<CollectionModel, CollectionEvent, CollectionErrorEvent>;

/** How collections go through the hooks. */
export function collectionKind(writing: CollectionWriting): CollectionKind {
  const settled = async (db: Db, model: CollectionModel): Promise<Collection> => {
    model.collection = await writing.settle(db, model.collection);
    return model.collection;
  };
  return {
    family: {
      hooks: collectionHooks,
      tagsOf: ({ collection }) => collection.hookTags,
      event: (e, model) => eventOf(e, model),
      failed: (e, model) => Object.assign(eventOf(e, model), { error: e.error }),
    },
    inTransaction: ["create", "update", "delete"],
    validate: async (db, model) => await writing.check(db, await settled(db, model)),
    async create(db, model) {
      model.collection = await writing.create(db, await settled(db, model));
    },
    async update(db, model) {
      model.collection = await writing.update(db, await settled(db, model));
    },
    async ahead(db, model, operation) {
      if (operation === "delete") await writing.clear(db, model.collection);
      else if (model.collection.isView) await writing.layView(db, model.collection);
    },
    delete: async (db, model) => await writing.delete(db, model.collection),
    saved: () => {}, // create() and update() put what is stored in place
  };
}

/** A collection on its way through the hooks. */
export class SavedCollection implements CollectionModel {
  readonly tableName = "_collections";
  /** Those of the model hooks: a handler for the records of a collection does not hear the collection itself. */
  readonly hookTags = ["_collections"];
  collection: Collection;

  constructor(collection: Collection) {
    this.collection = collection;
  }

  get id(): string {
    return this.collection.id;
  }

  get isNew(): boolean {
    return this.collection.isNew;
  }
}

/** The event of a hook: what a handler puts in place of the collection goes on with the model. */
function eventOf({ db, type }: ModelEvent, model: CollectionModel): CollectionEvent {
  return {
    db,
    type,
    get collection() {
      return model.collection;
    },
    set collection(collection) {
      model.collection = collection;
    },
  };
}
