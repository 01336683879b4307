import type { Route } from "#kernel";
import { Viewer } from "../../records/contract.ts";
import { onRecordAuthRefreshRequest, type RecordActionEvent } from "../contract.ts";
import { SignInRequired } from "../errors.ts";
import { requireSameCollection } from "../guards.ts";
import { tokenOf } from "../identify.ts";
import type { AuthServices } from "../services.ts";
import { readClaims } from "../tokens.ts";
import { actionRoute } from "./action.ts";

/** POST …/auth-refresh: another token for one that is good; impersonators get back the one they have. */
export function refreshRoute(services: AuthServices): Route {
  const { scope, answers, collections } = services;
  return actionRoute(services, {
    path: "auth-refresh",
    limits: ["authRefresh"],
    middlewares: [requireSameCollection(() => scope.db, collections)],
    async handle(e, collection) {
      const { record } = e.get(Viewer);
      if (record === undefined) throw new SignInRequired();
      const current = tokenOf(e.header("authorization"));
      const kept = readClaims(current)?.refreshable === true ? {} : { token: current };
      const event: RecordActionEvent = { request: e, db: scope.db, collection, record };
      await scope.trigger(onRecordAuthRefreshRequest, event, () =>
        answers.respond({ db: event.db, request: e, record: event.record, method: "", ...kept }),
      );
    },
  });
}
