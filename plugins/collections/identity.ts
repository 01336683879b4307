import type { Collection } from "./contract.ts";
import { toCollection } from "./model/collection-data.ts";
import { collectionId, freeId } from "./model/ids.ts";

/**
 * A new collection with an id nobody has, unless it was given one of its own. The computed one may belong to a collection
 * that was renamed; indexes are named after it.
 */
export function withFreeId(collection: Collection, isTaken: (id: string) => boolean): Collection {
  const { id, type, name, indexes } = collection;
  const computed = collectionId(type, name);
  if (id !== "" && id !== computed) return collection;
  const free = freeId(computed, isTaken);
  if (free === id) return collection;
  const renamed = id === "" ? indexes : indexes.map((text) => text.replaceAll(id, free));
  return toCollection({ ...collection, id: free, indexes: renamed }, "new");
}
