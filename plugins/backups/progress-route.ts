import type { Route } from "#kernel";
import { skipSuccessLog } from "../logs/contract.ts";
import { superusersOnly } from "../records/contract.ts";
import type { Progress } from "./progress.ts";

/** GET /api/isobase/backups/progress: what runs now, how far it has come, and how the last one ended. */
export function progressRoute(progress: Progress): Route {
  return {
    method: "GET",
    path: "/api/isobase/backups/progress",
    middlewares: [superusersOnly, skipSuccessLog],
    handle: () => ({
      running: progress.current !== undefined,
      ...progress.current,
      last: progress.last ?? null,
    }),
  };
}
