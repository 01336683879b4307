import { NotFound, type PluginScope, type RequestEvent, type Route, readRange } from "#kernel";
import type { Auth } from "../auth/contract.ts";
import type { FileStore, StoredFile } from "../files/contract.ts";
import { BackupForbidden } from "./errors.ts";
import type { BackupServices } from "./routes.ts";

/** GET /api/backups/{key}?token=…: for links, so the right comes with a superuser's file token instead of a header. */
export function downloadRoute(scope: PluginScope, { auth, storage }: BackupServices): Route {
  return {
    method: "GET",
    path: "/api/backups/{key}",
    async handle(e) {
      await requireFileToken(scope, auth, e);
      const name = e.params.key ?? "";
      const store = storage.backups();
      const file = await store.stat(name);
      if (file === undefined) throw new NotFound();
      await send(e, { store, name, file });
    },
  };
}

async function requireFileToken(scope: PluginScope, auth: Auth, e: RequestEvent): Promise<void> {
  const token = e.query.get("token") ?? "";
  const record = await auth.findRecordByToken(scope.db, token, "file");
  if (record?.collection.name !== "_superusers") throw new BackupForbidden();
}

interface Download {
  readonly store: FileStore;
  readonly name: string;
  readonly file: StoredFile;
}

async function send(e: RequestEvent, { store, name, file }: Download): Promise<void> {
  const range = readRange(e.header("range"), file.size);
  e.setHeader("Content-Disposition", `attachment; filename=${encodeURIComponent(name)}`);
  e.setHeader("Last-Modified", file.modified.toUTCString());
  e.setHeader("Accept-Ranges", "bytes");
  e.setHeader("Cache-Control", "max-age=2592000, stale-while-revalidate=86400");
  e.setHeader(
    "Content-Security-Policy",
    "default-src 'none'; media-src 'self'; style-src 'unsafe-inline'; sandbox",
  );
  if (range === "beyond" || range === "malformed") {
    e.setHeader("Content-Range", `bytes */${file.size}`);
    e.text(416, "invalid range\n");
    return;
  }
  if (range === "whole") {
    e.setHeader("Content-Length", file.size);
    e.stream(200, "application/zip", await store.open(name));
    return;
  }
  e.setHeader("Content-Range", `bytes ${range.start}-${range.end}/${file.size}`);
  e.setHeader("Content-Length", range.end - range.start + 1);
  e.stream(206, "application/zip", await store.open(name, range));
}
