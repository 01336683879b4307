import {
  type Db,
  defineExtensionPoint,
  defineHook,
  defineService,
  type RequestEvent,
  type Sql,
  type ValidationIssue,
} from "#kernel";
import { defineHookFamily, type Model, type Operation } from "../models/contract.ts";
import type { Collection } from "./model/collection.ts";
import type { Field } from "./model/field.ts";

export type { Collection } from "./model/collection.ts";
export type { Field } from "./model/field.ts";

/** A collection on its way through the hooks; a handler changes it by putting another in its place. */
export interface CollectionModel extends Model {
  collection: Collection;
}

export interface CollectionEvent {
  readonly db: Db;
  /** What is saved; a handler may put a changed one in its place (see Collections.change). */
  collection: Collection;
  readonly type: Operation;
}

export interface CollectionErrorEvent extends CollectionEvent {
  error: unknown;
}

export const collectionHooks = defineHookFamily<CollectionEvent, CollectionErrorEvent>("Collection", {
  tagsOf: (e) => e.collection.hookTags,
  guest: { db: "handle", collection: "handle", type: "copy" },
});

export interface CollectionRequestEvent {
  readonly request: RequestEvent;
  /** The database, or the transaction a handler put here; the answer is sent when it is committed. */
  db: Db;
  collection: Collection;
}

export interface CollectionsListRequestEvent {
  readonly request: RequestEvent;
  db: Db;
  collections: Collection[];
  result: { items: unknown[]; page: number; perPage: number; totalItems: number; totalPages: number };
}

export interface CollectionsImportRequestEvent {
  readonly request: RequestEvent;
  db: Db;
  collectionsData: Record<string, unknown>[];
  deleteMissing: boolean;
}

const requestView = { guest: { request: "handle", db: "handle", collection: "handle" } } as const;

export const onCollectionsListRequest = defineHook<CollectionsListRequestEvent>("onCollectionsListRequest", {
  guest: { request: "handle", db: "handle", collections: "handle", result: "copy" },
});
export const onCollectionViewRequest = defineHook<CollectionRequestEvent>(
  "onCollectionViewRequest",
  requestView,
);
export const onCollectionCreateRequest = defineHook<CollectionRequestEvent>(
  "onCollectionCreateRequest",
  requestView,
);
export const onCollectionUpdateRequest = defineHook<CollectionRequestEvent>(
  "onCollectionUpdateRequest",
  requestView,
);
export const onCollectionDeleteRequest = defineHook<CollectionRequestEvent>(
  "onCollectionDeleteRequest",
  requestView,
);
export const onCollectionsImportRequest = defineHook<CollectionsImportRequestEvent>(
  "onCollectionsImportRequest",
  {
    guest: { request: "handle", db: "handle", collectionsData: "copy", deleteMissing: "copy" },
  },
);

/**
 * Collections, kept in memory and read without waiting. With a transaction, what it changed itself is seen too.
 * A Collection that was handed out is never changed: saving puts a new one in its place (with another `version`).
 */
export interface Collections {
  /** By id (exact) or name (any case). */
  find(db: Db, nameOrId: string): Collection | undefined;
  /** In the order they were made. */
  all(db: Db): readonly Collection[];
  /** A new collection from JSON data; defaults, ids and system fields filled in. Not saved. */
  create(data: Readonly<Record<string, unknown>>): Collection;
  /** The collection with `data` merged over it (top-level keys; `fields` and `indexes` replace the lists). Not saved. */
  change(collection: Collection, data: Readonly<Record<string, unknown>>): Collection;
  /** What saving would check, through the validate hooks; nothing is kept. Throws ValidationErrors. */
  validate(db: Db, collection: Collection): Promise<void>;
  save(db: Db, collection: Collection, options?: { readonly validate?: "skip" }): Promise<Collection>;
  delete(db: Db, collection: Collection): Promise<void>;
  importMany(
    db: Db,
    collections: readonly Readonly<Record<string, unknown>>[],
    options: { readonly deleteMissing: boolean },
  ): Promise<void>;
  /** Relation fields of others that point to this collection. */
  references(
    db: Db,
    collection: Collection,
  ): readonly { readonly collection: Collection; readonly field: Field }[];
  /** The fields a query would have as a view. Throws for a query no view can be made of. */
  viewFields(db: Db, query: string): Promise<readonly Field[]>;
  /** Makes a view of a query, looks at it and takes it back. Throws like viewFields(), and for bad keys. */
  dryRunView(db: Db, query: string, sampleSize: number): Promise<ViewTrial>;
  /** The column of a collection that a view's column shows, through views of views; undefined if there is none. */
  originOf(db: Db, view: Collection, column: string): ColumnOrigin | undefined;
  /** Forgets what is in memory and reads it again, e.g. after another process changed it. */
  reload(): Promise<void>;
}

export interface ViewTrial {
  readonly fields: readonly Field[];
  /** The first records as the API shows them. */
  readonly sample: readonly unknown[];
}

export interface ColumnOrigin {
  readonly collection: Collection;
  readonly field: Field;
}

export const Collections = defineService<Collections>("collections");

/** Checks a rule's text against the fields it may name; opened here, filled by whoever knows the rules language. */
export interface RuleChecker {
  /** What is wrong with the rule of a collection as it will be; undefined if nothing. */
  check(db: Db, collection: Collection, rule: string): string | undefined;
}
export const RuleCheckers = defineExtensionPoint<RuleChecker>("collections.rule-checkers");

/** Options that a plugin owns on collections of one type (auth options, by auth): defaults, secrets and checks. */
export interface CollectionOptions {
  readonly type: string;
  /** Fills in what is missing and puts keys in the reference's order. */
  complete(collection: Collection, given: Readonly<Record<string, unknown>>): Record<string, unknown>;
  check(
    db: Db,
    collection: Collection,
    original: Collection | undefined,
  ): Promise<Readonly<Record<string, ValidationIssue>>>;
  /** Without secrets, as the API shows them. */
  publish(options: Readonly<Record<string, unknown>>): Record<string, unknown>;
  /** Options of a row in the form everybody expects, where another program or release writes them otherwise. */
  read?(stored: Readonly<Record<string, unknown>>): Record<string, unknown>;
}
export const CollectionOptionSets = defineExtensionPoint<CollectionOptions>("collections.option-sets");

/** What a request asks of a list, as SQL. */
export interface PlainList {
  /** `1` if everything is asked for. */
  readonly where: Sql;
  /** Without `ORDER BY`; undefined if no order is asked for. */
  readonly orderBy: Sql | undefined;
  readonly page: number;
  readonly perPage: number;
  readonly skipTotal: boolean;
}

/**
 * Reads page, sort and filter of requests over tables that hold no records; opened here, filled by whoever knows the
 * language of filters. `column` gives the SQL of a name, undefined if it must not be named. Throws BadRequest.
 */
export interface PlainLists {
  read(query: URLSearchParams, column: (name: string) => Sql | undefined): PlainList;
  /** A filter alone. */
  where(filter: string, column: (name: string) => Sql | undefined): Sql;
}
export const PlainLists = defineExtensionPoint<PlainLists>("collections.plain-lists");

/** What is in collections; opened here, filled by whoever keeps records. */
export interface CollectionContents {
  /** Deletes every record through its hooks, in one transaction. */
  truncate(db: Db, collection: Collection): Promise<void>;
  /** The first records as the API shows them; the collection need not be saved. */
  sample(db: Db, collection: Collection, limit: number): Promise<readonly unknown[]>;
}
export const CollectionContents = defineExtensionPoint<CollectionContents>("collections.contents");

/** A service people can sign in with, for the list of them. */
export interface OAuth2ProviderEntry {
  readonly name: string;
  readonly displayName: string;
  /** An SVG image. */
  readonly logo: string;
}
export const OAuth2ProviderEntries = defineExtensionPoint<OAuth2ProviderEntry>(
  "collections.oauth2-providers",
);
