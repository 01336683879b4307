import { type AppError, BadRequest, NotFound, type RequestEvent, type Route } from "#kernel";
import { superusersOnly } from "../records/contract.ts";
import type { Scripts } from "./reload.ts";
import { reportOf } from "./report.ts";

/** What runs, for the dashboard; and putting a script to rest. */
export function scriptRoutes(scripts: Scripts): readonly Route[] {
  const middlewares = [superusersOnly];
  return [
    { method: "GET", path: "/api/isobase/scripts", middlewares, handle: () => reportOf(scripts) },
    {
      method: "POST",
      path: "/api/isobase/scripts/suspend",
      middlewares,
      async handle(e) {
        await scripts.suspend(await namedFile(e, scripts));
        return await reportOf(scripts);
      },
    },
    {
      method: "POST",
      path: "/api/isobase/scripts/resume",
      middlewares,
      async handle(e) {
        const file = await namedFile(e, scripts);
        await scripts.resume(file).catch((cause: unknown) => {
          throw notResumed(cause);
        });
        return await reportOf(scripts);
      },
    },
  ];
}

async function namedFile(e: RequestEvent, scripts: Scripts): Promise<string> {
  const { file } = (await e.body()).data;
  const known = await scripts.known();
  const found = known.find(({ filename }) => filename === file);
  if (found === undefined) throw new NotFound();
  return found.filename;
}

function notResumed(cause: unknown): AppError {
  const refused = new BadRequest({}, { cause });
  refused.message = cause instanceof Error ? cause.message : String(cause);
  return refused;
}
