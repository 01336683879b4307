import { randomUUID } from "node:crypto";
import { readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { isRunningElsewhere } from "../running.ts";

const prefix = "isobase-upload-";

/** A place for an upload to wait in, named so that what a process left behind when it died can be told. */
export function uploadFile(): string {
  return path.join(tmpdir(), `${prefix}${process.pid}-${randomUUID()}`);
}

/** Removes uploads of processes that run no more. To be called before this one takes any. */
export async function removeLeftUploads(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    if (!name.startsWith(prefix)) continue;
    const pid = Number.parseInt(name.slice(prefix.length), 10);
    if (Number.isInteger(pid) && !isRunningElsewhere(pid))
      await rm(path.join(tmpdir(), name), { force: true });
  }
}
