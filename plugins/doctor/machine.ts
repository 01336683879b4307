import { constants, existsSync } from "node:fs";
import { access, stat, statfs } from "node:fs/promises";
import path from "node:path";
import type { Config } from "#kernel";
import type { Examination, Finding } from "./contract.ts";

const oldestNode = [20, 19] as const;
const leastFree = 500 * 1024 * 1024;
const largestLog = 500 * 1024 * 1024;
/** Before this the machine's clock is certainly wrong; certificates and tokens would be, too. */
const earliestNow = Date.UTC(2026, 0, 1);

/** What can be said of the machine and the data folder without any plugin. */
export function machineExaminations(config: Config): readonly Examination[] {
  return [
    { name: "Node", examine: async () => nodeVersion(process.versions.node) },
    { name: "data folder", examine: () => dataFolder(config.dir) },
    { name: "disk", examine: () => diskSpace(config.dir) },
    { name: "write-ahead log", examine: () => writeAheadLog(path.join(config.dir, "data.db-wal")) },
    { name: "clock", examine: async () => clock(Date.now()) },
  ];
}

export function nodeVersion(version: string): Finding {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const isOld = major < oldestNode[0] || (major === oldestNode[0] && minor < oldestNode[1]);
  if (!isOld) return { state: "fine", text: version };
  return { state: "broken", text: version, remedy: `install Node ${oldestNode.join(".")} or later` };
}

async function dataFolder(dir: string): Promise<Finding> {
  try {
    await access(dir, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch {
    return {
      state: "broken",
      text: dir,
      remedy: "let this user read and write it, or choose another with --dir",
    };
  }
  const { mode } = await stat(dir);
  if ((mode & 0o007) === 0) return { state: "fine", text: dir };
  return {
    state: "doubtful",
    text: `${dir} is open to every user of this machine`,
    remedy: `chmod o-rwx ${dir}`,
  };
}

async function diskSpace(dir: string): Promise<Finding> {
  const { bavail, bsize } = await statfs(dir);
  const text = `${megabytes(bavail * bsize)} free`;
  if (bavail * bsize >= leastFree) return { state: "fine", text };
  return { state: "doubtful", text, remedy: "make room: writes fail when the disk is full" };
}

async function writeAheadLog(file: string): Promise<Finding> {
  const size = existsSync(file) ? (await stat(file)).size : 0;
  const text = megabytes(size);
  if (size <= largestLog) return { state: "fine", text };
  return {
    state: "doubtful",
    text,
    remedy: "look for a request or process that reads for very long; it keeps the log from being taken in",
  };
}

export function clock(now: number): Finding {
  const text = new Date(now).toISOString();
  if (now >= earliestNow) return { state: "fine", text };
  return { state: "broken", text, remedy: "set the clock; tokens and schedules depend on it" };
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1024 / 1024)} MB`;
}
