import type { Dirent } from "node:fs";
import { copyFile, link, mkdir, readdir, stat } from "node:fs/promises";
import path from "node:path";
import type { Database } from "#kernel";
import type { Progress } from "./progress.ts";

export interface SnapshotSource {
  readonly dir: string;
  readonly data: Database;
  readonly auxiliary: Database;
  /** Names at the top of `dir` to leave out. */
  readonly exclude: readonly string[];
}

/**
 * Puts the data folder, as it is at one moment, into another folder of the same disk while others go on writing:
 * databases are copied page by page, files get a second name. Files are taken before and after the databases, so that
 * whatever the databases speak of is there, though it may be new or deleted meanwhile.
 */
export async function takeSnapshot(
  source: SnapshotSource,
  target: string,
  progress: Pick<Progress, "step" | "advance">,
): Promise<void> {
  await mkdir(target, { recursive: true });
  const isLeftOut = (name: string): boolean => source.exclude.includes(name) || isDatabaseFile(name);
  progress.step("files");
  await linkTree(source.dir, target, isLeftOut);
  const databases = { "data.db": source.data, "auxiliary.db": source.auxiliary };
  const files = Object.keys(databases).map((name) => stat(path.join(source.dir, name)));
  const sizes = (await Promise.all(files)).map(({ size }) => size);
  progress.step(
    "databases",
    sizes.reduce((sum, size) => sum + size, 0),
  );
  for (const [name, database] of Object.entries(databases)) {
    await database.copyTo(path.join(target, name), (bytes) => progress.advance(bytes));
  }
  await linkTree(source.dir, target, isLeftOut);
}

function isDatabaseFile(name: string): boolean {
  return /^(?:data|auxiliary)\.db(?:-wal|-shm|-journal)?$/.test(name);
}

async function linkTree(from: string, to: string, isLeftOut: (name: string) => boolean): Promise<void> {
  for (const entry of await entriesOf(from)) {
    if (isLeftOut(entry.name)) continue;
    const source = path.join(from, entry.name);
    const target = path.join(to, entry.name);
    if (entry.isFile()) await addName(source, target);
    if (!entry.isDirectory()) continue;
    await mkdir(target, { recursive: true });
    await linkTree(source, target, () => false);
  }
}

// A folder that went away while its parent was read has nothing to save.
async function entriesOf(folder: string): Promise<readonly Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    if (codeOf(error) === "ENOENT") return [];
    throw error;
  }
}

async function addName(source: string, target: string): Promise<void> {
  try {
    await link(source, target);
  } catch (error) {
    const code = codeOf(error);
    if (code === "EEXIST" || code === "ENOENT") return; // taken the first time; or deleted meanwhile
    await copyFile(source, target); // a disk without second names
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}
