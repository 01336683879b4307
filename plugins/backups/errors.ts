import path from "node:path";
import { AppError, BadRequest, defineError } from "#kernel";

export const BackupBusy = defineError(
  "backup_busy",
  400,
  "Try again later - another backup/restore process has already been started.",
);
export const BackupNotCreated = defineError("backup_not_created", 400, "Failed to create backup.");
export const BackupMissing = defineError("backup_missing", 400, "Missing or invalid backup file.");
export const BackupInUse = defineError(
  "backup_in_use",
  400,
  "The backup is currently being used and cannot be deleted.",
);
export const BackupForbidden = defineError(
  "backup_forbidden",
  403,
  "Insufficient permissions to access the resource.",
);

/** The archive cannot be put in place of what is there; nothing was changed. */
export class BackupUnsound extends AppError {
  constructor(name: string, reason: string, options?: ErrorOptions) {
    super("backup_unsound", 400, `The backup "${name}" was not restored: ${reason}.`, {}, options);
  }
}

/** Another process is moving the data folder's files; whoever opened it now would find half of each. */
export class RestoreUnderWay extends AppError {
  constructor(pid: number) {
    super(
      "restore_under_way",
      500,
      `Process ${pid} is restoring a backup into this data folder: try again later.`,
    );
  }
}

function backupNotDeleted(cause: unknown): Error {
  const failure = new BadRequest({}, { cause });
  const reason = cause instanceof Error ? cause.message : String(cause);
  failure.message = `Invalid or already deleted backup file. Raw error: \n${reason}`;
  return failure;
}

/** There is no such backup on this disk, said as the reference says it. */
export function noSuchFile(folder: string, key: string): Error {
  const file = path.join(folder, key.replaceAll("/", "__0x2f__"));
  return backupNotDeleted(
    new Error(`[key: ${key}] remove ${file}: no such file or directory\nresource not found`),
  );
}
