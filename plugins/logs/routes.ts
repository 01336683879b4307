import { BadRequest, NotFound, type PluginScope, type RequestEvent, type Route, raw } from "#kernel";
import { PlainLists } from "../collections/contract.ts";
import { superusersOnly } from "../records/contract.ts";
import { skipSuccessLog } from "./contract.ts";
import { columnOf, countByHour, findLog, listLogs } from "./query.ts";

/** The logs as the API shows them. Asking for them is not worth a line itself. */
export function logRoutes(scope: PluginScope): readonly Route[] {
  const middlewares = [superusersOnly, skipSuccessLog];

  async function one(e: RequestEvent): Promise<unknown> {
    const log = await findLog(scope.auxiliary, e.params.id ?? "");
    if (log === undefined) throw new NotFound();
    return log;
  }

  function stats(e: RequestEvent): Promise<unknown> {
    const filter = e.query.get("filter") ?? "";
    return countByHour(scope.auxiliary, filter === "" ? raw("TRUE") : readFilter(listsOf(scope), filter));
  }

  return [
    {
      method: "GET",
      path: "/api/logs",
      middlewares,
      handle: (e) => listLogs(scope.auxiliary, listsOf(scope), e.query),
    },
    { method: "GET", path: "/api/logs/stats", middlewares, handle: stats },
    { method: "GET", path: "/api/logs/{id}", middlewares, handle: one },
  ];
}

function readFilter(lists: PlainLists, filter: string): ReturnType<PlainLists["where"]> {
  try {
    return lists.where(filter, columnOf);
  } catch (cause) {
    const failure = new BadRequest({}, { cause });
    failure.message = "Invalid filter format.";
    throw failure;
  }
}

function listsOf(scope: PluginScope): PlainLists {
  const [lists] = scope.collect(PlainLists);
  if (lists === undefined) throw new Error("No plugin knows the filter language.");
  return lists;
}
