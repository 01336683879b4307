import { randomBytes } from "node:crypto";
import type { RequestEvent } from "#kernel";

const ids = new WeakMap<RequestEvent, string>();

/** What a request is called where its author prints something: as a proxy in front has called it, or a name of ours. */
export function requestId(e: RequestEvent): string {
  const known = ids.get(e);
  if (known !== undefined) return known;
  const given = e.header("x-request-id");
  const id = /^[\w.-]{1,64}$/.test(given) ? given : randomBytes(4).toString("hex");
  ids.set(e, id);
  return id;
}
