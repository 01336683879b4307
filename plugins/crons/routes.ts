import type { Route } from "#kernel";
import { superusersOnly } from "../records/contract.ts";
import type { Crons } from "./contract.ts";
import { CronJobMissing } from "./errors.ts";

export function cronRoutes(crons: Crons): readonly Route[] {
  return [
    {
      method: "GET",
      path: "/api/crons",
      middlewares: [superusersOnly],
      handle: () => crons.jobs().map(({ id, expression }) => ({ id, expression })),
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
