import type { Route } from "#kernel";
import { superusersOnly } from "../records/contract.ts";
import { CronJobMissing } from "./errors.ts";
import type { Scheduler } from "./scheduler.ts";

export function cronRoutes(crons: Scheduler): readonly Route[] {
  return [
    {
      method: "GET",
      path: "/api/crons",
      middlewares: [superusersOnly],
      handle: () => crons.jobs().map(({ id, expression }) => ({ id, expression })),
    },
    {
      method: "GET",
      path: "/api/isobase/crons",
      middlewares: [superusersOnly],
      handle: () => crons.states(new Date()),
    },
    {
      method: "POST",
      path: "/api/crons/{id}",
      middlewares: [superusersOnly],
      handle(e) {
        if (!crons.run(e.params.id ?? "")) throw new CronJobMissing();
        e.noContent(204);
      },
    },
  ];
}
