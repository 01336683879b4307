import { NotFound, type PluginScope, type RequestEvent } from "#kernel";
import type { Catalogue } from "../catalogue.ts";
import type { Collection } from "../contract.ts";
import { collectionJson } from "../model/collection-data.ts";

/** What the endpoints of collections work with. */
export interface CollectionsApi {
  readonly scope: PluginScope;
  readonly collections: Catalogue;
}

/** The collection the path names. */
export function requested({ scope, collections }: CollectionsApi, request: RequestEvent): Collection {
  const collection = collections.find(scope.db, request.params.collection ?? "");
  if (collection === undefined) throw new NotFound();
  return collection;
}

export function shown({ collections }: CollectionsApi, collection: Collection): Record<string, unknown> {
  return collectionJson(collection, () => collections.shape.publish(collection));
}
