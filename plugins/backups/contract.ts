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

export interface Backups {
  /** The backup that is being made, restored or fetched right now. */
  readonly active: string | undefined;
  /** Packs the data folder as it is at one moment, while others go on writing. Throws BackupBusy. */
  create(name: string): Promise<void>;
  /** Checks a backup and, if it is sound, asks for a restart with what it holds. Throws BackupBusy, BackupUnsound. */
  restore(name: string): Promise<void>;
}
export const Backups = defineService<Backups>("backups");
