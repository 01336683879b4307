import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { onTestFinished } from "vitest";

/** A folder of this test's own, gone when it ends; in memory where the machine has such a place. */
export async function temporaryFolder(): Promise<string> {
  const root = existsSync("/dev/shm") ? "/dev/shm" : tmpdir();
  const folder = await mkdtemp(path.join(root, "isobase-test-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true, maxRetries: 10 })); // a server may still be closing
  return folder;
}
