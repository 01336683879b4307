import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { Database } from "../../../kernel/db/database.ts";
import { raw } from "../../../kernel/db/sql.ts";
import { temporaryFolder } from "../../support/folder.ts";

const large = raw("INSERT INTO t VALUES (randomblob(1000000))");

/** A database whose file may grow no more, as on a full disk. */
async function fullDatabase(): Promise<Database> {
  const database = new Database(path.join(await temporaryFolder(), "data.db"));
  onTestFinished(() => database.close());
  await database.script("CREATE TABLE t (content); PRAGMA max_page_count = 20");
  return database;
}

test("a transaction that SQLite took back by itself writes nothing more, even when its failure is swallowed", async () => {
  const database = await fullDatabase();

  const run = database.transaction(async (tx) => {
    await tx.run(raw("INSERT INTO t VALUES ('before')"));
    await tx.run(large).catch(() => {});
    await tx.run(raw("INSERT INTO t VALUES ('after')")).catch(() => {});
  });

  await expect(run).rejects.toThrow("database or disk is full (13)");
  expect(await database.column(raw("SELECT content FROM t"))).toEqual([]);
});

test("a savepoint on a full disk tells what happened", async () => {
  const database = await fullDatabase();

  const run = database.transaction((tx) => tx.savepoint((inner) => inner.run(large)));

  await expect(run).rejects.toThrow("database or disk is full (13)");
});

test("statements that come together are all refused when the disk is full, and those that come later are written", async () => {
  const database = await fullDatabase();

  const outcomes = await Promise.allSettled([
    database.run(raw("INSERT INTO t VALUES (1)")),
    database.run(large),
  ]);
  await database.script("PRAGMA max_page_count = 20000");
  await database.run(raw("INSERT INTO t VALUES (2)"));

  expect(outcomes[1]?.status).toBe("rejected");
  const kept = outcomes[0]?.status === "fulfilled" ? [1, 2] : [2];
  expect(await database.column(raw("SELECT content FROM t"))).toEqual(kept);
});
