import { readdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, test, vi } from "vitest";
import { openAuxiliary } from "../../../kernel/db/auxiliary.ts";
import { raw } from "../../../kernel/db/sql.ts";
import type { Logger } from "../../../kernel/index.ts";
import { temporaryFolder } from "../../support/folder.ts";

test("a damaged auxiliary database is put aside, and an empty one takes its place", async () => {
  const folder = await temporaryFolder();
  const file = path.join(folder, "auxiliary.db");
  await writeFile(file, "not a database at all, but long enough to be looked at ".repeat(100));
  const error = vi.fn();

  const database = await openAuxiliary(file, {}, { error } as unknown as Logger);

  expect(await database.column(raw("SELECT name FROM sqlite_schema"))).toEqual([]);
  expect(error).toHaveBeenCalledWith(expect.stringContaining("is damaged"), expect.anything());
  expect(await readdir(folder)).toContainEqual(expect.stringMatching(/^auxiliary\.db\.damaged-\d+$/));
  await database.close();
});
