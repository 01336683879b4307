import type { Middleware } from "#kernel";
import { skipSuccessLog } from "../logs/contract.ts";
import { superusersOnly } from "../records/contract.ts";
import { gzip } from "./compressing.ts";
import { ScriptProblem } from "./errors.ts";
import type { Services } from "./services.ts";

/** All of ours are plain steps, so a handler can run one in its middle. */
type PlainStep = Extract<Middleware, { readonly before: unknown }>;
type Make = (services: Services, args: readonly unknown[]) => Middleware;

const makers: Readonly<Record<string, Make>> = {
  requireAuth: ({ auth }, names) => auth.requireAuth(...names.map(String)),
  requireGuestOnly: ({ auth }) => auth.requireGuest(),
  requireSuperuserAuth: () => superusersOnly,
  requireSuperuserOrOwnerAuth: ({ auth }, [param]) =>
    auth.requireSuperuserOrOwner(param === undefined ? undefined : String(param)),
  skipSuccessActivityLog: () => skipSuccessLog,
  gzip: () => gzip,
  bodyLimit: (_services, [bytes]) => ({
    id: "pbBodyLimit",
    priority: -990,
    before(e) {
      e.bodyLimit = Number(bytes) || 0;
    },
  }),
};

/** A middleware of the house's that a script put on its route by name. */
export function hostMiddleware(services: Services, name: string, args: readonly unknown[]): PlainStep {
  const made = makers[name]?.(services, args);
  if (made === undefined || !("before" in made))
    throw new ScriptProblem(`$apis.${name}() cannot be used as a middleware.`);
  return made;
}
