import { type Db, type ErrorKind, type Hook, type RequestEvent, ValidationErrors } from "#kernel";
import {
  type Collection,
  type CollectionRequestEvent,
  onCollectionCreateRequest,
  onCollectionUpdateRequest,
} from "../contract.ts";
import { InvalidCollectionType, InvalidSubmission, NotSaved } from "../errors.ts";
import { InvalidData } from "../model/invalid-data.ts";
import { type CollectionsApi, requested, shown } from "./app.ts";

/** POST /api/collections */
export async function create(api: CollectionsApi, request: RequestEvent): Promise<void> {
  const data = await submitted(request, InvalidCollectionType);
  for (const text of [data.type ?? "", data.name ?? ""])
    if (typeof text !== "string") throw new InvalidCollectionType();
  const collection = read(() => api.collections.create(data));
  await save(api, request, { collection, hook: onCollectionCreateRequest, verb: "create" });
}

/** PATCH /api/collections/{collection} */
export async function update(api: CollectionsApi, request: RequestEvent): Promise<void> {
  const before = requested(api, request);
  const data = await submitted(request, InvalidSubmission);
  const collection = read(() => api.collections.change(before, data));
  await save(api, request, { collection, hook: onCollectionUpdateRequest, verb: "update" });
}

interface Saving {
  readonly collection: Collection;
  readonly hook: Hook<CollectionRequestEvent>;
  readonly verb: "create" | "update";
}

async function save(
  api: CollectionsApi,
  request: RequestEvent,
  { collection, hook, verb }: Saving,
): Promise<void> {
  const event: CollectionRequestEvent = { request, db: api.scope.db as Db, collection };
  await api.scope.trigger(hook, event, async (e) => {
    try {
      e.collection = await api.collections.save(e.db, e.collection);
    } catch (error) {
      throw new NotSaved(verb, error);
    }
    await e.db.afterCommit(() => request.json(200, shown(api, e.collection)));
  });
}

async function submitted(request: RequestEvent, Unreadable: ErrorKind): Promise<Record<string, unknown>> {
  try {
    return (await request.body()).data;
  } catch (cause) {
    throw new Unreadable({}, { cause });
  }
}

function read(work: () => Collection): Collection {
  try {
    return work();
  } catch (cause) {
    if (cause instanceof InvalidData || cause instanceof ValidationErrors)
      throw new InvalidSubmission({}, { cause });
    throw cause;
  }
}
