import { defineHook, defineService } from "#kernel";

/** What is never part of a backup and stays where it is when one is restored. */
export const excludedFromBackups = [
  "backups",
  ".pb_temp_to_delete",
  ".notify",
  ".autocert_cache",
  "lost+found",
] as const;

export interface BackupEvent {
  readonly name: string;
  /** Names at the top of the data folder that are left out. */
  exclude: string[];
}
const view = { guest: { name: "copy", exclude: "copy" } } as const;

export const onBackupCreate = defineHook<BackupEvent>("onBackupCreate", view);
export const onBackupRestore = defineHook<BackupEvent>("onBackupRestore", view);

/** What a backup (files, databases, packing) or a restore (the others) goes through, in this order. */
export type BackupStep =
  | "starting"
  | "files"
  | "databases"
  | "packing"
  | "fetching"
  | "unpacking"
  | "verifying"
  | "swapping";

/** How far a backup or restore has come. `done` and `total` are bytes of its step; a total of 0 cannot be said. */
export interface BackupProgress {
  readonly kind: "create" | "restore";
  readonly key: string;
  readonly step: BackupStep;
  readonly done: number;
  readonly total: number;
  readonly startedAt: string;
}

/** How a backup or restore ended. */
export interface FinishedBackup {
  readonly kind: BackupProgress["kind"];
  readonly key: string;
  readonly ok: boolean;
  readonly error?: string;
  readonly endedAt: string;
}

export interface Backups {
  /** The backup that is being made or restored right now. */
  readonly active: string | undefined;
  /** Packs the data folder as it is at one moment, while others go on writing. Throws BackupBusy. */
  create(name: string): Promise<void>;
  /** Checks a backup and, if it is sound, asks for a restart with what it holds. Throws BackupBusy, BackupUnsound. */
  restore(name: string): Promise<void>;
  /** The same without the restart: gives what puts the backup in place, to be run while no database is open. */
  prepareRestore(name: string): Promise<() => Promise<void>>;
  /** Tells `listen` of every move of a backup or restore, at once. */
  watch(listen: (progress: BackupProgress) => void): void;
}
export const Backups = defineService<Backups>("backups");
