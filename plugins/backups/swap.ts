import { existsSync } from "node:fs";
import { mkdir, open, readdir, readFile, rename, rm } from "node:fs/promises";
import path from "node:path";

/**
 * Puts a restored data folder in place of the old one so that a process killed at any moment leaves one of the two whole.
 * The journal is written before the first move and says which names belong to which; every move can be done again.
 */
export interface Swap {
  readonly state: "swapping" | "trying" | "failed";
  readonly backup: string;
  /** Names at the top of the data folder before. */
  readonly former: readonly string[];
  /** Names that were in the archive. */
  readonly restored: readonly string[];
}

const folderName = ".isobase_restore";
const journalName = "journal.json";

export function restoreFolder(dir: string): string {
  return path.join(dir, folderName);
}

/** Where the archive is unpacked to: beside the data, so that moving it in is only a change of names. */
export function unpackedFolder(dir: string): string {
  return path.join(dir, folderName, "new");
}

/** Moves the old data out and the unpacked data in. To be called while no database is open; `onMove` is told before every move. */
export async function swapIn(
  dir: string,
  backup: string,
  exclude: readonly string[],
  onMove: () => void,
): Promise<void> {
  const kept = new Set([...exclude, folderName]);
  const former = (await readdir(dir)).filter((name) => !kept.has(name));
  const restored = await readdir(unpackedFolder(dir));
  const swap: Swap = { state: "swapping", backup, former, restored };
  await writeJournal(dir, swap);
  try {
    await moveAll(dir, swap, onMove);
  } catch (error) {
    await putBack(dir, swap);
    throw error;
  }
  await writeJournal(dir, { ...swap, state: "trying" });
}

/** The swap that was under way when the process last ended; undefined if there was none. */
export async function readSwap(dir: string): Promise<Swap | undefined> {
  try {
    return JSON.parse(await readFile(path.join(dir, folderName, journalName), "utf8")) as Swap;
  } catch {
    return undefined; // no restore, or one that never came to its first move
  }
}

/** Finishes moves that were cut off. */
export async function finishSwap(dir: string, swap: Swap): Promise<void> {
  await moveAll(dir, swap, () => {});
  await writeJournal(dir, { ...swap, state: "trying" });
}

/** The restored data did not start; the next start puts the old data back. */
export async function markFailed(dir: string, swap: Swap): Promise<void> {
  await writeJournal(dir, { ...swap, state: "failed" });
}

/** Puts the old data back in place of the restored. */
export async function putBack(dir: string, { former, restored }: Swap): Promise<void> {
  const { old, fresh } = folders(dir);
  await dropLogsOf(dir, restored);
  for (const name of restored) {
    // Before its old namesake was moved out, what lies there is the old one.
    const isIn = !existsSync(path.join(fresh, name)) && existsSync(path.join(dir, name));
    if (isIn) await rename(path.join(dir, name), path.join(fresh, name));
  }
  for (const name of former) {
    if (existsSync(path.join(old, name))) await rename(path.join(old, name), path.join(dir, name));
  }
  await forgetSwap(dir);
}

/** The restored data is in use: what it replaced goes. */
export async function forgetSwap(dir: string): Promise<void> {
  await rm(path.join(dir, folderName, journalName), { force: true });
  await rm(path.join(dir, folderName), { recursive: true, force: true });
}

async function moveAll(dir: string, { former, restored }: Swap, onMove: () => void): Promise<void> {
  const { old, fresh } = folders(dir);
  await mkdir(old, { recursive: true });
  for (const name of former) {
    onMove();
    const isOut = existsSync(path.join(old, name));
    if (!isOut && existsSync(path.join(dir, name))) await rename(path.join(dir, name), path.join(old, name));
  }
  for (const name of restored) {
    onMove();
    if (existsSync(path.join(fresh, name))) await rename(path.join(fresh, name), path.join(dir, name));
  }
}

// The write-ahead log of a restored database would be taken for that of the old one.
async function dropLogsOf(dir: string, restored: readonly string[]): Promise<void> {
  const isIn = (name: string): boolean => !existsSync(path.join(unpackedFolder(dir), name));
  for (const name of restored.filter((file) => file.endsWith(".db") && isIn(file))) {
    await rm(path.join(dir, `${name}-wal`), { force: true });
    await rm(path.join(dir, `${name}-shm`), { force: true });
  }
}

function folders(dir: string): { readonly old: string; readonly fresh: string } {
  return { old: path.join(dir, folderName, "old"), fresh: unpackedFolder(dir) };
}

// Written beside and renamed, and on the disk before anything moves.
async function writeJournal(dir: string, swap: Swap): Promise<void> {
  const journal = path.join(dir, folderName, journalName);
  const file = await open(`${journal}.tmp`, "w");
  try {
    await file.writeFile(JSON.stringify(swap));
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(`${journal}.tmp`, journal);
}
