import type { Db } from "#kernel";
import type { BatchRequestItem } from "../contract.ts";
import type { Parts } from "../services.ts";
import type { RecordHandler } from "./asked.ts";
import { create } from "./create.ts";
import { remove } from "./delete.ts";
import { update } from "./update.ts";

/** What an item of a batch comes down to. */
export interface Action {
  readonly handle: RecordHandler;
  readonly method: string;
  readonly path: string;
  readonly search: string;
  readonly params: Readonly<Record<string, string>>;
}

/** Undefined for what a batch cannot do. PUT updates the record its body names, or creates it. */
export async function findAction(parts: Parts, db: Db, item: BatchRequestItem): Promise<Action | undefined> {
  const [, path = "", search = ""] = /^([^?]*)\??(.*)$/s.exec(item.url) ?? [];
  const [, encoded, key] = /^\/api\/collections\/([^/]+)\/records(?:\/([^/]+))?$/.exec(path) ?? [];
  if (encoded === undefined) return undefined;
  const collection = decode(encoded);
  const on = (handle: RecordHandler, method: string, id?: string): Action => {
    const params: Record<string, string> = id === undefined ? { collection } : { collection, id };
    return { handle, method, path, search, params };
  };
  const method = item.method.toUpperCase();
  if (key === undefined) {
    if (method === "POST") return on(create, method);
    if (method !== "PUT") return undefined;
    const id = item.body.id;
    const isThere = typeof id === "string" && id !== "" && (await exists(parts, db, collection, id));
    return isThere ? on(update, "PATCH", id as string) : on(create, "POST");
  }
  if (method === "PATCH") return on(update, method, decode(key));
  return method === "DELETE" ? on(remove, method, decode(key)) : undefined;
}

async function exists({ collections, finder }: Parts, db: Db, name: string, id: string): Promise<boolean> {
  const collection = collections.find(db, name);
  return collection !== undefined && (await finder.existing(db, collection, [id])).has(id);
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part; // as it was sent: no collection will be found by it
  }
}
