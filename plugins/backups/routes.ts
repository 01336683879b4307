import { AppError, NotFound, type PluginScope, type RequestEvent, type Route } from "#kernel";
import { superusersOnly } from "../records/contract.ts";
import type { Settings } from "../settings/contract.ts";
import type { Backups } from "./contract.ts";
import { type DownloadServices, downloadRoute } from "./download.ts";
import {
  BackupBusy,
  BackupInUse,
  BackupMissing,
  BackupNotCreated,
  backupNotDeleted,
  invalidForm,
  unreadable,
} from "./errors.ts";
import { generateName, nameIssue, nameTaken } from "./names.ts";
import { uploadRoute } from "./upload.ts";

export interface BackupServices extends DownloadServices {
  readonly backups: Backups;
  readonly settings: Settings;
}

export function backupRoutes(scope: PluginScope, services: BackupServices): readonly Route[] {
  const { backups, settings, storage } = services;

  async function list(): Promise<readonly object[]> {
    const files = await storage.backups().list("");
    return files
      .filter(({ key }) => key.endsWith(".zip") || !key.endsWith(".attrs"))
      .map(({ key, size, modified }) => ({
        modified: modified.toISOString().replace("T", " "),
        key,
        size,
      }));
  }

  async function create(e: RequestEvent): Promise<void> {
    const name = await readName(e, settings.values.meta.appName);
    if (backups.active !== undefined) throw new BackupBusy();
    if ((await storage.backups().stat(name)) !== undefined) {
      throw invalidForm({ name: nameTaken("the backup file name is invalid or already exists") });
    }
    await backups.create(name).catch((cause: unknown) => {
      throw cause instanceof AppError ? cause : new BackupNotCreated({}, { cause });
    });
    e.noContent(204);
  }

  async function remove(e: RequestEvent): Promise<void> {
    const name = e.params.key ?? "";
    if (backups.active === name) throw new BackupInUse();
    if ((await storage.backups().stat(name)) === undefined) {
      throw backupNotDeleted(new NotFound());
    }
    await storage.backups().delete(name);
    e.noContent(204);
  }

  async function restore(e: RequestEvent): Promise<void> {
    const name = e.params.key ?? "";
    if (backups.active !== undefined) throw new BackupBusy();
    if ((await storage.backups().stat(name)) === undefined) throw new BackupMissing();
    e.noContent(204);
    // The answer goes out first: the connection ends with the server.
    setTimeout(() => {
      backups.restore(name).catch((error: unknown) => {
        scope.log.error(`The backup "${name}" could not be restored`, { error });
      });
    }, 1000).unref();
  }

  const middlewares = [superusersOnly];
  return [
    { method: "GET", path: "/api/backups", middlewares, handle: list },
    { method: "POST", path: "/api/backups", middlewares, handle: create },
    { method: "DELETE", path: "/api/backups/{key}", middlewares, handle: remove },
    { method: "POST", path: "/api/backups/{key}/restore", middlewares, handle: restore },
    uploadRoute(storage),
    downloadRoute(scope, services),
  ];
}

async function readName(e: RequestEvent, appName: string): Promise<string> {
  const { data } = await e.body().catch((cause: unknown) => {
    throw unreadable(cause);
  });
  const { name = "" } = data;
  if (typeof name !== "string") throw unreadable(undefined);
  if (name === "") return generateName("pb_backup", appName, new Date());
  const issue = nameIssue(name);
  if (issue !== undefined) throw invalidForm({ name: issue });
  return name;
}
