import type { Database } from "#kernel";
import type { SettingsValues } from "../settings/contract.ts";
import { deleteAllLogs, deleteLogs } from "./store.ts";

/** Deletes what the settings no longer want kept; with no days to keep, everything. */
export async function pruneLogs(db: Database, { maxDays, minLevel }: SettingsValues["logs"]): Promise<void> {
  if (maxDays <= 0) return await deleteAllLogs(db);
  await deleteLogs(db, new Date(Date.now() - maxDays * 24 * 60 * 60 * 1000), minLevel);
}
