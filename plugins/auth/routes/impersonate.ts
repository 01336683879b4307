import { Form, NotFound, type Route, UnreadableForm } from "#kernel";
import { superusersOnly } from "../../records/contract.ts";
import { refuseIssues } from "../form.ts";
import { tooSmall } from "../issues.ts";
import { authOptions } from "../options/read.ts";
import type { AuthServices } from "../services.ts";
import { issueToken } from "../tokens.ts";
import { actionRoute } from "./action.ts";

/** POST …/impersonate/{id}: a token of somebody else's that cannot be refreshed. */
export function impersonateRoute(services: AuthServices): Route {
  const { scope, answers, records } = services;
  return actionRoute(services, {
    path: "impersonate/{id}",
    middlewares: [superusersOnly],
    async handle(e, collection) {
      const record = await records.findById(scope.db, collection, e.params.id ?? "");
      if (record === undefined) throw new NotFound();
      const duration = (await Form.of(e, UnreadableForm)).integer("duration");
      refuseIssues({ duration: duration < 0 ? tooSmall(0) : undefined });
      const seconds = duration || authOptions(collection).authToken.duration;
      const token = issueToken(record, "auth", { seconds });
      await answers.respond({ db: scope.db, request: e, record, method: "", token });
    },
  });
}
