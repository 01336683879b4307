import type { RequestEvent, Route } from "#kernel";
import { superusersOnly } from "../records/contract.ts";
import type { CollectionsApi } from "./routes/app.ts";
import { remove } from "./routes/delete.ts";
import { importMany } from "./routes/import.ts";
import { list } from "./routes/list.ts";
import { dryRunView, oauth2Providers, scaffolds } from "./routes/meta.ts";
import { create, update } from "./routes/save.ts";
import { truncate } from "./routes/truncate.ts";
import { view } from "./routes/view.ts";

/** The endpoints of collections, all for superusers. */
export function collectionRoutes(api: CollectionsApi): readonly Route[] {
  const route = (
    method: string,
    path: string,
    answer: (api: CollectionsApi, request: RequestEvent) => unknown,
  ): Route => ({
    method,
    path: `/api/collections${path}`,
    middlewares: [superusersOnly],
    handle: (request) => answer(api, request),
  });
  return [
    route("GET", "", list),
    route("POST", "", create),
    route("GET", "/{collection}", view),
    route("PATCH", "/{collection}", update),
    route("DELETE", "/{collection}", remove),
    route("DELETE", "/{collection}/truncate", truncate),
    route("PUT", "/import", importMany),
    route("GET", "/meta/scaffolds", scaffolds),
    route("GET", "/meta/oauth2-providers", oauth2Providers),
    route("POST", "/meta/dry-run-view", dryRunView),
  ];
}
