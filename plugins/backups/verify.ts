import { existsSync } from "node:fs";
import { statfs } from "node:fs/promises";
import path from "node:path";
import { checkDatabase } from "#kernel";
import { unpackedSize } from "./archive.ts";
import { BackupUnsound } from "./errors.ts";

/** Throws BackupUnsound when the disk cannot hold what the archive unpacks to. */
export async function checkSpace(name: string, archive: string, dir: string): Promise<void> {
  const needed = await unpackedSize(archive).catch((cause: unknown) => {
    throw new BackupUnsound(name, `it is not a whole zip archive (${messageOf(cause)})`, { cause });
  });
  const { bavail, bsize } = await statfs(dir);
  if (needed > bavail * bsize) {
    throw new BackupUnsound(name, `it needs ${megabytes(needed)} and ${megabytes(bavail * bsize)} are free`);
  }
}

/** Throws BackupUnsound when an unpacked archive is no data folder a server could start with. */
export function checkUnpacked(name: string, folder: string): void {
  const data = path.join(folder, "data.db");
  if (!existsSync(data)) throw new BackupUnsound(name, "it holds no data.db");
  const { problems, rows } = checkDatabase(data);
  if (problems.length > 0) throw new BackupUnsound(name, `its data.db is damaged (${problems[0]})`);
  if ((rows._collections ?? 0) === 0) throw new BackupUnsound(name, "its data.db holds no collections");
  const auxiliary = path.join(folder, "auxiliary.db");
  if (!existsSync(auxiliary)) return;
  const [problem] = checkDatabase(auxiliary).problems;
  if (problem !== undefined) throw new BackupUnsound(name, `its auxiliary.db is damaged (${problem})`);
}

function megabytes(bytes: number): string {
  return `${Math.ceil(bytes / 1024 / 1024)} MB`;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
