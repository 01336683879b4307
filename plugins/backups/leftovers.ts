import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { isRunningElsewhere } from "#kernel";
import { restoreFolder } from "./swap.ts";

const temporaryName = ".pb_temp_to_delete";

/** A folder for what is only needed for a while; on the disk of the data, so that moving between them is cheap. */
export async function makeTemporaryFolder(dir: string): Promise<string> {
  const parent = path.join(dir, temporaryName);
  await mkdir(parent, { recursive: true });
  return await mkdtemp(path.join(parent, `${process.pid}_`));
}

/** Deletes what processes that are gone left behind; another command may run beside a server that makes a backup. */
export async function clearTemporaryFolders(dir: string): Promise<void> {
  const parent = path.join(dir, temporaryName);
  for (const name of await readdir(parent).catch(() => [])) {
    if (!isRunningElsewhere(Number.parseInt(name, 10)))
      await rm(path.join(parent, name), { recursive: true, force: true });
  }
}

/** Says who works in the restore folder, which is emptied first. */
export async function claimRestoreFolder(dir: string): Promise<void> {
  await rm(restoreFolder(dir), { recursive: true, force: true });
  await mkdir(restoreFolder(dir), { recursive: true });
  await writeFile(path.join(restoreFolder(dir), "owner"), String(process.pid));
}

/** The other process that is restoring a backup right now; undefined if none is. */
export async function restoringProcess(dir: string): Promise<number | undefined> {
  const owner = await readFile(path.join(restoreFolder(dir), "owner"), "utf8").catch(() => "");
  const pid = Number.parseInt(owner, 10);
  return Number.isInteger(pid) && isRunningElsewhere(pid) ? pid : undefined;
}
