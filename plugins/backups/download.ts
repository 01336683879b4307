import type { PluginScope, RequestEvent, Route } from "#kernel";
import type { Auth } from "../auth/contract.ts";
import type { Storage } from "../files/contract.ts";
import { BackupForbidden } from "./errors.ts";

export interface DownloadServices {
  readonly auth: Auth;
  readonly storage: Storage;
}

/** GET /api/backups/{key}?token=…: for links, so the right comes with a superuser's file token instead of a header. */
export function downloadRoute(scope: PluginScope, { auth, storage }: DownloadServices): Route {
  return {
    method: "GET",
    path: "/api/backups/{key}",
    async handle(e) {
      await requireFileToken(scope, auth, e);
      const name = e.params.key ?? "";
      await storage.serve(e, storage.backups(), name, name);
    },
  };
}

async function requireFileToken(scope: PluginScope, auth: Auth, e: RequestEvent): Promise<void> {
  const token = e.query.get("token") ?? "";
  const record = await auth.findRecordByToken(scope.db, token, "file");
  if (record?.collection.name !== "_superusers" || !auth.isAllowedHere(e, record))
    throw new BackupForbidden();
}
