import {
  AppError,
  NotFound,
  type PluginScope,
  type RequestEvent,
  type Route,
  type UploadedFile,
  ValidationError,
} from "#kernel";
import type { Auth } from "../auth/contract.ts";
import type { Storage } from "../files/contract.ts";
import { superusersOnly } from "../records/contract.ts";
import type { Settings } from "../settings/contract.ts";
import type { Backups } from "./contract.ts";
import { downloadRoute } from "./download.ts";
import {
  BackupBusy,
  BackupInUse,
  BackupMissing,
  BackupNotCreated,
  backupNotDeleted,
  invalidForm,
  unreadable,
} from "./errors.ts";
import { generateName, nameIssue } from "./names.ts";

export interface BackupServices {
  readonly auth: Auth;
  readonly backups: Backups;
  readonly settings: Settings;
  readonly storage: Storage;
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

  async function upload(e: RequestEvent): Promise<void> {
    e.bodyLimit = 0; // as large as the disk allows; it streams past
    const { files } = await e.body().catch((cause: unknown) => {
      throw unreadable(cause);
    });
    const file = files.find(({ key }) => key === "file");
    try {
      await store(file);
    } finally {
      for (const each of files) await each.discard();
    }
    e.noContent(204);
  }

  async function store(file: UploadedFile | undefined): Promise<void> {
    if (file === undefined) {
      throw invalidForm({ file: new ValidationError("validation_required", "cannot be blank") });
    }
    if (!(await isZip(file))) throw invalidForm({ file: notAZip(file.originalName) });
    if ((await storage.backups().stat(file.originalName)) !== undefined) {
      throw invalidForm({ file: nameTaken("Backup file with the specified name already exists.") });
    }
    await storage.backups().put(file.originalName, file.open(), { contentType: "application/zip" });
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
    { method: "POST", path: "/api/backups/upload", middlewares, handle: upload },
    { method: "DELETE", path: "/api/backups/{key}", middlewares, handle: remove },
    { method: "POST", path: "/api/backups/{key}/restore", middlewares, handle: restore },
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

function nameTaken(text: string): ValidationError {
  return new ValidationError("validation_backup_name_exists", text);
}

function notAZip(name: string): ValidationError {
  const text = `"${name}" mime type must be one of: application/zip.`;
  return new ValidationError("validation_invalid_mime_type", text);
}

async function isZip(file: UploadedFile): Promise<boolean> {
  for await (const chunk of file.open()) {
    const head = (chunk as Buffer).subarray(0, 4).toString("latin1");
    return ["PK\x03\x04", "PK\x05\x06", "PK\x07\x08"].includes(head);
  }
  return false;
}
