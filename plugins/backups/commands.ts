import { existsSync } from "node:fs";
import path from "node:path";
import { type AloneContext, type Command, isInUse, ProgressBar, type TrialKernel, UsageError } from "#kernel";
import { Storage } from "../files/contract.ts";
import { Settings } from "../settings/contract.ts";
import { type BackupProgress, Backups } from "./contract.ts";
import { generateName, nameIssue } from "./names.ts";

/** `isobase backup …`: the same backups as the dashboard's, from the command line. */
export const backupCommand: Command = {
  name: "backup",
  summary: "Makes, lists and restores backups",
  commands: [
    {
      name: "create",
      summary: "Packs the data folder, also while a server uses it",
      usage: "[name.zip]",
      example: "backup create before-the-move.zip",
      runAlone: (context) => inExistingHouse(context, create),
    },
    {
      name: "list",
      summary: "Shows what there is to restore",
      runAlone: (context) => inExistingHouse(context, list),
    },
    {
      name: "restore",
      summary: "Puts a backup in place of the data folder, which no server may be using",
      usage: "NAME|FILE",
      example: "backup restore before-the-move.zip\nbackup restore /mnt/backups/monday.zip",
      runAlone: restore,
    },
  ],
};

type Work = (kernel: TrialKernel, context: AloneContext) => Promise<void>;

function inExistingHouse(context: AloneContext, work: Work): Promise<number> {
  const data = path.join(context.config.dir, "data.db");
  if (!existsSync(data)) throw new UsageError(`there is no data folder "${context.config.dir}"`);
  return inHouse(context, work);
}

async function inHouse(context: AloneContext, work: Work): Promise<number> {
  const kernel = await context.start({});
  try {
    await kernel.bootstrap();
    await work(kernel, context);
    return 0;
  } finally {
    await kernel.terminate();
  }
}

async function create(kernel: TrialKernel, { args, print }: AloneContext): Promise<void> {
  const name = args[0] ?? generateName("pb_backup", kernel.service(Settings).values.meta.appName, new Date());
  const store = kernel.service(Storage).backups();
  if (nameIssue(name) !== undefined) {
    throw new UsageError(
      `invalid backup name "${name}": expected small letters, digits, _ and -, ending in .zip`,
    );
  }
  if ((await store.stat(name)) !== undefined) throw new UsageError(`there is a backup "${name}" already`);
  await withBar(kernel, (backups) => backups.create(name));
  print(`Successfully created backup "${name}"!`);
}

async function list(kernel: TrialKernel, { print }: AloneContext): Promise<void> {
  for (const { key, size, modified } of await kernel.service(Storage).backups().list("")) {
    if (!key.endsWith(".attrs")) print(`${modified.toISOString()}  ${String(size).padStart(12)}  ${key}`);
  }
}

async function restore(context: AloneContext): Promise<number> {
  const [given] = context.args;
  if (given === undefined) throw new UsageError("missing backup name or file");
  const data = path.join(context.config.dir, "data.db");
  // A bare name may be a backup's, which only a data folder has.
  if (!existsSync(given) && (isPath(given) || !existsSync(data))) throw noSuchBackup(given);
  refuseInUse(data);
  let swap = async (): Promise<void> => {};
  await inHouse(context, async (kernel) => {
    const name = await takeIn(kernel, given);
    swap = await withBar(kernel, (backups) => backups.prepareRestore(name));
  });
  refuseInUse(data); // a server may have been started meanwhile
  await swap();
  await inHouse(context, async () => {}).catch(async (error: unknown) => {
    await inHouse(context, async () => {}); // which puts back what was there before
    throw error;
  });
  context.print(`Successfully restored backup "${path.basename(given)}"!`);
  return 0;
}

/** A file from elsewhere is kept among the backups first. */
async function takeIn(kernel: TrialKernel, given: string): Promise<string> {
  const store = kernel.service(Storage).backups();
  if (!isPath(given) && (await store.stat(given)) !== undefined) return given;
  if (!existsSync(given)) throw noSuchBackup(given);
  const name = path.basename(given);
  if ((await store.stat(name)) !== undefined)
    throw new UsageError(`there is another backup "${name}" already`);
  await store.put(name, { file: path.resolve(given) }, { contentType: "application/zip" });
  return name;
}

async function withBar<T>(kernel: TrialKernel, work: (backups: Backups) => Promise<T>): Promise<T> {
  const backups = kernel.service(Backups);
  const bar = new ProgressBar();
  backups.watch(({ step, done, total }: BackupProgress) => bar.show(step, done, total));
  try {
    return await work(backups);
  } finally {
    bar.clear();
  }
}

function refuseInUse(data: string): void {
  if (!isInUse(data)) return;
  throw new UsageError(
    `"${data}" is in use by another process: end that server first, or restore in its dashboard`,
  );
}

function isPath(text: string): boolean {
  return path.basename(text) !== text;
}

function noSuchBackup(given: string): UsageError {
  return new UsageError(`there is no backup and no file "${given}"`);
}
