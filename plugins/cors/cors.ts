import type { Middleware, RequestEvent } from "#kernel";
import { type OriginCheck, originCheck } from "./origins.ts";

/** Tells browsers which pages may call, and answers their preflights before anybody else sees them. */
export function cors(origins: readonly string[]): Middleware {
  const check = originCheck(origins);
  return {
    id: "pbCors",
    priority: -1041,
    before(e) {
      const origin = e.header("origin");
      if (e.method === "OPTIONS") {
        preflight(e, origin, check);
        return;
      }
      e.setHeader("Vary", "Origin");
      const allowed = origin === "" ? undefined : check(origin);
      if (allowed !== undefined) e.setHeader("Access-Control-Allow-Origin", allowed);
    },
  };
}

function preflight(e: RequestEvent, origin: string, check: OriginCheck): void {
  const allowed = origin === "" ? undefined : check(origin);
  if (allowed === undefined) {
    e.setHeader("Vary", "Origin");
  } else {
    e.setHeader("Vary", ["Origin", "Access-Control-Request-Method", "Access-Control-Request-Headers"]);
    e.setHeader("Access-Control-Allow-Origin", allowed);
    e.setHeader("Access-Control-Allow-Methods", "GET,HEAD,PUT,PATCH,POST,DELETE");
    const headers = e.header("access-control-request-headers");
    if (headers !== "") e.setHeader("Access-Control-Allow-Headers", headers);
  }
  e.noContent(204);
}
