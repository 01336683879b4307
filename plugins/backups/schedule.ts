import { type PluginScope, raw } from "#kernel";
import type { Crons } from "../crons/contract.ts";
import type { Storage } from "../files/contract.ts";
import type { Mailer } from "../mailer/contract.ts";
import { onSettingsReload, type Settings } from "../settings/contract.ts";
import type { Backups } from "./contract.ts";
import { generateName } from "./names.ts";

export interface ScheduleServices {
  readonly backups: Backups;
  readonly crons: Crons;
  readonly mailer: Mailer;
  readonly settings: Settings;
  readonly storage: Storage;
}

const prefix = "@auto_pb_backup";

/** Makes backups when the settings say so, and keeps the newest of them. */
export function scheduleBackups(scope: PluginScope, services: ScheduleServices): void {
  const { crons, settings } = services;
  scope.on(onSettingsReload, async (e) => {
    await e.next();
    const { cron } = settings.values.backups;
    if (cron === "") crons.remove("__pbAutoBackup__");
    else crons.add({ id: "__pbAutoBackup__", expression: cron, run: () => backUp(scope, services) });
  });
}

async function backUp(scope: PluginScope, services: ScheduleServices): Promise<void> {
  const { backups, settings } = services;
  const { meta } = settings.values;
  try {
    const made = generateName(prefix, meta.appName, new Date());
    await backups.create(made);
    await deleteOldest(services, made);
  } catch (error) {
    await tellSuperusers(scope, services, error);
    throw error; // the job failed, which is logged and shown
  }
}

// What was just made stays in any case: where the clock was set back, older ones seem newer.
async function deleteOldest({ settings, storage }: ScheduleServices, made: string): Promise<void> {
  const { cronMaxKeep } = settings.values.backups;
  const store = storage.backups();
  const others = (await store.list(prefix)).filter(({ key }) => key.startsWith(prefix) && key !== made);
  const newestFirst = [...others].sort((a, b) => b.modified.getTime() - a.modified.getTime());
  for (const { key } of newestFirst.slice(Math.max(0, cronMaxKeep - 1))) await store.delete(key);
}

async function tellSuperusers(
  scope: PluginScope,
  { mailer, settings }: ScheduleServices,
  error: unknown,
): Promise<void> {
  const { appName, senderName, senderAddress } = settings.values.meta;
  const addresses = await scope.db.column<string>(raw("SELECT email FROM _superusers WHERE email != ''"));
  if (addresses.length === 0) return;
  const reason = error instanceof Error ? error.message : String(error);
  await mailer.send(scope.db, {
    from: { name: senderName, address: senderAddress },
    to: addresses.map((address) => ({ name: "", address })),
    subject: `[${appName} system alert] Autobackup failure`,
    text: `Failed to create the scheduled backup of ${appName}.\n\nError: ${reason}\n`,
  });
}
