import type { PluginScope, Route } from "#kernel";
import type { Auth } from "../../auth/contract.ts";
import { type RecordModel, Viewer } from "../../records/contract.ts";
import { type FileTokenRequestEvent, onFileTokenRequest } from "../contract.ts";

/** POST /api/files/token: a short-lived token for protected files. */
export function tokenRoute(scope: PluginScope, auth: Auth): Route {
  return {
    method: "POST",
    path: "/api/files/token",
    middlewares: [auth.requireAuth()],
    async handle(e) {
      const record = e.get(Viewer).record as RecordModel; // requireAuth() saw to it
      const token = await auth.issueToken(record, "file");
      const event: FileTokenRequestEvent = { request: e, db: scope.db, record, token };
      // A handler may have put a transaction here; the answer then waits for its end.
      await scope.trigger(onFileTokenRequest, event, () =>
        event.db.afterCommit(() => e.json(200, { token: event.token })),
      );
    },
  };
}
