import { mkdir, readdir } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import {
  claimRestoreFolder,
  clearTemporaryFolders,
  makeTemporaryFolder,
  restoringProcess,
} from "../../../plugins/backups/leftovers.ts";
import { temporaryFolder } from "../../support/folder.ts";

test("what a dead process left is cleared away, what a living one uses stays", async () => {
  const dir = await temporaryFolder();
  await makeTemporaryFolder(dir); // ours, from before: at a start there is nothing under way
  const living = `${process.ppid}_abc`;
  const dead = "4194304999_abc";
  for (const name of [living, dead]) await mkdir(path.join(dir, ".pb_temp_to_delete", name));

  await clearTemporaryFolders(dir);

  expect(await readdir(path.join(dir, ".pb_temp_to_delete"))).toEqual([living]);
});

test("a restore of one's own keeps nobody out", async () => {
  const dir = await temporaryFolder();

  await claimRestoreFolder(dir);

  expect(await restoringProcess(dir)).toBeUndefined();
});
