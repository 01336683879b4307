import path from "node:path";
import Sqlite from "better-sqlite3";
import { expect, onTestFinished, test, vi } from "vitest";
import { Database } from "../../../kernel/db/database.ts";
import { raw } from "../../../kernel/db/sql.ts";
import { WriteCounts } from "../../../kernel/db/write-counts.ts";
import { temporaryFolder } from "../../support/folder.ts";

async function counted(): Promise<{ db: Database; writes: WriteCounts; file: string }> {
  const file = path.join(await temporaryFolder(), "data.db");
  const writes = new WriteCounts();
  const db = new Database(file, { writes });
  onTestFinished(() => db.close());
  await db.script(
    "CREATE TABLE a (x); CREATE TABLE `b c` (x); INSERT INTO a VALUES (0); INSERT INTO `b c` VALUES (0)",
  );
  return { db, writes, file };
}

/** Which of the stands change while something is done. */
async function changed(writes: WriteCounts, work: () => Promise<unknown>): Promise<string[]> {
  const stands = () => ({
    a: writes.standOf("a").join(),
    "b c": writes.standOf("b c").join(),
    all: writes.standOf().join(),
  });
  const before = stands();
  await work();
  const after = stands();
  return Object.keys(after).filter((key) => before[key as "a"] !== after[key as "a"]);
}

test.each([
  ["UPDATE a SET x = 1", ["a", "all"]],
  ["INSERT INTO `b c` VALUES (1)", ["b c", "all"]],
  ['insert or replace into "b c" values (1)', ["b c", "all"]],
  ["DELETE FROM [b c]", ["b c", "all"]],
  ["REPLACE INTO A VALUES (1)", ["a", "all"]],
  ["UPDATE main.a SET x = 1", ["a", "b c", "all"]],
  ["WITH w AS (SELECT 1) DELETE FROM a", ["a", "b c", "all"]],
  ["SELECT * FROM a", []],
])("%s counts for %j", async (text, expected) => {
  const { db, writes } = await counted();

  expect(
    await changed(writes, () => db.transaction((tx) => tx.run(raw(text)).catch(() => tx.all(raw(text))))),
  ).toEqual(expected);
});

test("a write in a transaction counts at once, and again when it is committed", async () => {
  const { db, writes } = await counted();
  let inside: readonly number[] = [];

  await db.transaction(async (tx) => {
    expect(await changed(writes, () => tx.run(raw("UPDATE a SET x = 1")))).toEqual(["a", "all"]);
    inside = writes.standOf("a");
  });

  expect(writes.standOf("a")).not.toEqual(inside);
});

test("where a trigger may write to another table, every write counts for all", async () => {
  const { db, writes } = await counted();
  await db.script("CREATE TRIGGER t AFTER UPDATE ON a BEGIN DELETE FROM `b c`; END");

  expect(await changed(writes, () => db.run(raw("UPDATE a SET x = 1")))).toEqual(["a", "b c", "all"]);
  await db.script("DROP TRIGGER t");
  expect(await changed(writes, () => db.run(raw("UPDATE a SET x = 1")))).toEqual(["a", "all"]);
});

test("what another process writes counts for all", async () => {
  const { writes, file } = await counted();
  writes.noticeOthers();
  const other = new Sqlite(file);
  onTestFinished(() => void other.close());

  const noticed = await changed(writes, async () => {
    other.exec("UPDATE a SET x = 1");
    const before = writes.standOf().join();
    await vi.waitFor(() => {
      writes.noticeOthers();
      expect(writes.standOf().join()).not.toBe(before);
    });
  });

  expect(noticed).toEqual(["a", "b c", "all"]);
});
