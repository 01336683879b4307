import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
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
    if (!isOfOthers(Number.parseInt(name, 10)))
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
  return isOfOthers(pid) ? pid : undefined;
}

function isOfOthers(pid: number): boolean {
  if (!Number.isInteger(pid) || pid === process.pid) return false;
  try {
    process.kill(pid, 0); // only asks
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
