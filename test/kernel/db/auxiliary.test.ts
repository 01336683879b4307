import { open, readdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { AuxiliaryFile } from "../../../kernel/db/auxiliary.ts";
import { Connection } from "../../../kernel/db/connection.ts";
import { raw } from "../../../kernel/db/sql.ts";
import { temporaryFolder } from "../../support/folder.ts";

const aside = /^auxiliary\.db\.damaged-\d+$/;

async function openIn(folder: string, tell: (text: string) => void): Promise<AuxiliaryFile> {
  const auxiliary = await AuxiliaryFile.open(path.join(folder, "auxiliary.db"), { tell });
  onTestFinished(() => auxiliary.database.close());
  return auxiliary;
}

test("a damaged auxiliary database is put aside, and an empty one takes its place", async () => {
  const folder = await temporaryFolder();
  const file = path.join(folder, "auxiliary.db");
  await writeFile(file, "not a database at all, but long enough to be looked at ".repeat(100));
  const tell = vi.fn();

  const { database } = await openIn(folder, tell);

  expect(await database.column(raw("SELECT name FROM sqlite_schema"))).toEqual([]);
  expect(tell).toHaveBeenCalledWith(expect.stringContaining("is damaged: it was put aside as"));
  expect(await readdir(folder)).toContainEqual(expect.stringMatching(aside));
});

test("damage that shows only when it is used is dealt with then", async () => {
  const folder = await temporaryFolder();
  const file = path.join(folder, "auxiliary.db");
  await makeDamaged(file);
  const tell = vi.fn();
  const auxiliary = await openIn(folder, tell);
  const damaged = auxiliary.database;

  await expect(damaged.run(raw("UPDATE t SET text = 1"))).rejects.toThrow("malformed");
  await vi.waitFor(() => expect(auxiliary.database).not.toBe(damaged));

  await auxiliary.database.script("CREATE TABLE t (text)");
  expect(tell).toHaveBeenCalledWith(expect.stringContaining("an empty one takes its place"));
  expect(await readdir(folder)).toContainEqual(expect.stringMatching(aside));
});

/** A database that can be read at both ends of its table, and not between. */
async function makeDamaged(file: string): Promise<void> {
  const connection = new Connection(file);
  connection.script(
    `CREATE TABLE t (text); INSERT INTO t WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 90)
      SELECT hex(randomblob(1500)) FROM n`,
  );
  connection.close();
  const handle = await open(file, "r+");
  const third = Math.floor((await handle.stat()).size / 3);
  await handle.write(Buffer.alloc(third, 0xaa), 0, third, third);
  await handle.close();
}
