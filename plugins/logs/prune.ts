import type { Database } from "#kernel";
import type { SettingsValues } from "../settings/contract.ts";
import { deleteAllLogs, deleteLowerLogs, deleteOlderLogs } from "./store.ts";

type LogSettings = SettingsValues["logs"];

const dayMs = 24 * 60 * 60 * 1000;

/** Deletes what has been kept long enough; with no days to keep, everything. */
export async function pruneLogs(db: Database, { maxDays }: LogSettings): Promise<void> {
  if (maxDays <= 0) return await deleteAllLogs(db);
  await deleteOlderLogs(db, new Date(Date.now() - maxDays * dayMs));
}

/** Deletes what the settings do not want kept. `former` is undefined at the start. */
export async function applyLogSettings(
  db: Database,
  settings: LogSettings,
  former: LogSettings | undefined,
): Promise<void> {
  if (former?.maxDays !== settings.maxDays) await pruneLogs(db, settings);
  if (former === undefined || former.minLevel < settings.minLevel)
    await deleteLowerLogs(db, settings.minLevel);
}
