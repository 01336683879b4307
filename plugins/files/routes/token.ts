import type { PluginScope, Route } from "#kernel";
import type { Auth } from "../../auth/contract.ts";
import { type RecordModel, Viewer } from "../../records/contract.ts";
import { onFileTokenRequest } from "../contract.ts";

/** POST /api/files/token: a short-lived token for protected files. */
export function tokenRoute(scope: PluginScope, auth: Auth): Route {
  return {
    method: "POST",
    path: "/api/files/token",
    middlewares: [auth.requireAuth()],
    async handle(e) {
      const record = e.get(Viewer).record as RecordModel; // requireAuth() saw to it
      const token = await auth.issueToken(record, "file");
      const event = { request: e, db: scope.db, record, token };
      await scope.trigger(onFileTokenRequest, event, () => e.json(200, { token: event.token }));
    },
  };
}
