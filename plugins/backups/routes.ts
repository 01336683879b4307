import path from "node:path";
import {
  AppError,
  Form,
  InvalidForm,
  type PluginScope,
  type RequestEvent,
  type Route,
  UnreadableForm,
} from "#kernel";
import { superusersOnly } from "../records/contract.ts";
import type { Settings } from "../settings/contract.ts";
import type { Backups } from "./contract.ts";
import { type DownloadServices, downloadRoute } from "./download.ts";
import { BackupBusy, BackupInUse, BackupMissing, BackupNotCreated, noSuchFile } from "./errors.ts";
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
    if (backups.active !== undefined) throw new BackupBusy();
    const name = await newName(e);
    await backups.create(name).catch((cause: unknown) => {
      throw cause instanceof AppError ? cause : new BackupNotCreated({}, { cause });
    });
    e.noContent(204);
  }

  async function newName(e: RequestEvent): Promise<string> {
    const name = (await Form.of(e, UnreadableForm)).text("name");
    if (name === "") return generateName("pb_backup", settings.values.meta.appName, new Date());
    const issue = nameIssue(name);
    if (issue !== undefined) throw new InvalidForm({ name: issue });
    if ((await storage.backups().stat(name)) === undefined) return name;
    throw new InvalidForm({ name: nameTaken("the backup file name is invalid or already exists") });
  }

  async function remove(e: RequestEvent): Promise<void> {
    const name = e.params.key ?? "";
    if (backups.active === name) throw new BackupInUse();
    const isThere = !name.includes("/") && (await storage.backups().stat(name)) !== undefined;
    if (!isThere) throw noSuchFile(path.join(scope.config.dir, "backups"), name);
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
