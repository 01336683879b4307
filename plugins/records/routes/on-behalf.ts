import { type RecordRequests, RequestContext } from "../contract.ts";
import { RecordNotCreated } from "../errors.ts";
import type { Parts } from "../services.ts";
import { innerRequest } from "./batch-request.ts";
import { create } from "./create.ts";

/** What the endpoints do, for rooms whose requests come down to the same. */
export function recordRequests(parts: Parts): RecordRequests {
  return {
    async create(request, db, collection, { data, files }) {
      const path = `/api/collections/${collection.name}/records`;
      const item = { method: "POST", url: path, headers: {}, body: data };
      const params = { collection: collection.id };
      const inner = innerRequest(
        request,
        item,
        { handle: create, method: "POST", path, search: "", params },
        files,
      );
      inner.set(RequestContext, request.get(RequestContext));
      await create(parts, db, inner);
      const answer = JSON.parse(inner.held?.toString() || "null") as { readonly id?: string } | null;
      const record = await parts.finder.findById(db, collection, answer?.id ?? "");
      if (record === undefined) throw new RecordNotCreated(); // a handler let the request end without saving
      return record;
    },
  };
}
