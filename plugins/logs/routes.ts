import { NotFound, type PluginScope, type RequestEvent, type Route } from "#kernel";
import { superusersOnly } from "../records/contract.ts";
import { skipSuccessLog } from "./contract.ts";
import { countByHour, findLog, listLogs } from "./query.ts";

/** The logs as the API shows them. Asking for them is not worth a line itself. */
export function logRoutes(scope: PluginScope): readonly Route[] {
  const middlewares = [superusersOnly, skipSuccessLog];

  async function one(e: RequestEvent): Promise<unknown> {
    const log = await findLog(scope.auxiliary, e.params.id ?? "");
    if (log === undefined) throw new NotFound();
    return log;
  }

  return [
    {
      method: "GET",
      path: "/api/logs",
      middlewares,
      handle: (e) => listLogs(scope.auxiliary, e.query),
    },
    {
      method: "GET",
      path: "/api/logs/stats",
      middlewares,
      handle: (e) => countByHour(scope.auxiliary, e.query.get("filter") ?? ""),
    },
    { method: "GET", path: "/api/logs/{id}", middlewares, handle: one },
  ];
}
