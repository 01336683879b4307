import type { Db, RequestEvent } from "#kernel";
import { onCollectionDeleteRequest } from "../contract.ts";
import { NotDeleted } from "../errors.ts";
import { type CollectionsApi, requested } from "./app.ts";

/** DELETE /api/collections/{collection} */
export async function remove(api: CollectionsApi, request: RequestEvent): Promise<void> {
  const { scope, collections } = api;
  const event = { request, db: scope.db as Db, collection: requested(api, request) };
  await scope.trigger(onCollectionDeleteRequest, event, async (e) => {
    try {
      await collections.delete(e.db, e.collection);
    } catch (error) {
      throw new NotDeleted(error);
    }
    await e.db.afterCommit(() => request.noContent(204));
  });
}
