import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { Database } from "../../../kernel/db/database.ts";
import { QueryTimeout } from "../../../kernel/db/errors.ts";
import { raw, sql } from "../../../kernel/db/sql.ts";
import { temporaryFolder } from "../../support/folder.ts";

const slow = sql`SELECT COUNT(*) FROM rows a, rows b WHERE a.title LIKE ${"%x%"} OR b.title LIKE ${"%y%"}`;

async function largeDatabase(queryTimeout: number): Promise<Database> {
  const db = new Database(path.join(await temporaryFolder(), "data.db"), { queryTimeout });
  onTestFinished(() => db.close());
  await db.script("CREATE TABLE rows (title TEXT)");
  await db.script(
    "WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < 1600) INSERT INTO rows SELECT i || hex(randomblob(400)) FROM c",
  );
  return db;
}

test("others are answered while a slow question runs", async () => {
  const db = await largeDatabase(30);
  const order: string[] = [];

  const running = db.scan(slow).then(() => order.push("slow"));
  await db.value(raw("SELECT 1"));
  order.push("quick");
  await running;

  expect(order).toEqual(["quick", "slow"]);
});

test("a question that takes longer than allowed ends with an error, and the next one is answered", async () => {
  const db = await largeDatabase(0.05);

  await expect(db.scan(slow)).rejects.toThrow(QueryTimeout);

  expect(await db.scan(sql`SELECT ${1}`)).toEqual([1]);
});

test("a reading thread tells what SQLite refused", async () => {
  const db = await largeDatabase(30);

  await expect(db.scan(raw("SELECT nope FROM rows"))).rejects.toThrow("no such column: nope");
});

test("a question sees what was written before it was asked", async () => {
  const db = await largeDatabase(30);
  const count = raw("SELECT COUNT(*) FROM rows");
  const before = (await db.scan<number>(count))[0] ?? 0;

  await db.run(sql`INSERT INTO rows (title) VALUES (${"new"})`);

  expect(await db.scan(count)).toEqual([before + 1]);
});
