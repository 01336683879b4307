import type { Middleware, RequestEvent, Route } from "#kernel";
import type { Collection } from "../collections/contract.ts";
import type { Settings } from "../settings/contract.ts";
import { countedInside } from "./contract.ts";
import type { RecordHandler } from "./routes/asked.ts";
import { batch } from "./routes/batch.ts";
import { create } from "./routes/create.ts";
import { remove } from "./routes/delete.ts";
import { list } from "./routes/list.ts";
import { update } from "./routes/update.ts";
import { view } from "./routes/view.ts";
import type { Parts } from "./services.ts";

const records = "/api/collections/{collection}/records";
const record = `${records}/{id}`;

export function recordRoutes(parts: Parts, settings: Settings): readonly Route[] {
  const on =
    (handler: (...asked: Parameters<RecordHandler>) => Promise<unknown>) =>
    async (e: RequestEvent): Promise<void> => {
      await handler(parts, parts.scope.db, e);
    };
  const reads = [countedInside];
  const writes = [countedInside, wideBody(parts)];
  return [
    { method: "GET", path: records, middlewares: reads, handle: on(list) },
    { method: "GET", path: record, middlewares: reads, handle: on(view) },
    { method: "POST", path: records, middlewares: writes, handle: on(create) },
    { method: "PATCH", path: record, middlewares: writes, handle: on(update) },
    { method: "DELETE", path: record, middlewares: reads, handle: on(remove) },
    {
      method: "POST",
      path: "/api/batch",
      middlewares: [batchBody(settings)],
      handle: (e) => batch(parts, settings.values.batch, e),
    },
  ];
}

const megabyte = 1024 * 1024;
const usualSizes: Readonly<Record<string, number>> = {
  file: 5 * megabyte,
  editor: 5 * megabyte,
  json: megabyte,
};

/** The body may be larger by what the collection's own fields may hold. */
function wideBody({ collections, scope }: Parts): Middleware {
  return {
    id: "pbBodyLimit",
    priority: -990,
    before(e) {
      const collection = collections.find(scope.db, e.params.collection ?? "");
      if (collection !== undefined) e.bodyLimit = 32 * megabyte + roomFor(collection);
    },
  };
}

function batchBody(settings: Settings): Middleware {
  return {
    id: "pbBodyLimit",
    priority: -990,
    before(e) {
      e.bodyLimit = settings.values.batch.maxBodySize || 128 * megabyte;
    },
  };
}

function roomFor({ fields }: Collection): number {
  let room = 0;
  for (const field of fields) {
    const size = Number(field.maxSize) || usualSizes[field.type];
    if (size === undefined) continue;
    room += field.type === "file" ? size * Math.max(1, Number(field.maxSelect)) : size;
  }
  return room;
}
