import type { Db, RequestEvent } from "#kernel";
import { onCollectionViewRequest } from "../contract.ts";
import { type CollectionsApi, requested, shown } from "./app.ts";

/** GET /api/collections/{collection} */
export async function view(api: CollectionsApi, request: RequestEvent): Promise<void> {
  const { scope } = api;
  const event = { request, db: scope.db as Db, collection: requested(api, request) };
  await scope.trigger(onCollectionViewRequest, event, async (e) => {
    await e.db.afterCommit(() => request.json(200, shown(api, e.collection)));
  });
}
