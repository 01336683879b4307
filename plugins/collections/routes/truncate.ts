import type { RequestEvent } from "#kernel";
import { CollectionContents } from "../contract.ts";
import { NotTruncated, ViewNotTruncated } from "../errors.ts";
import { type CollectionsApi, requested } from "./app.ts";

/** DELETE /api/collections/{collection}/truncate */
export async function truncate(api: CollectionsApi, request: RequestEvent): Promise<void> {
  const { scope } = api;
  const collection = requested(api, request);
  if (collection.isView) throw new ViewNotTruncated();
  try {
    for (const contents of scope.collect(CollectionContents)) await contents.truncate(scope.db, collection);
  } catch (cause) {
    throw new NotTruncated({}, { cause });
  }
  request.noContent(204);
}
