import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { Database } from "../../../kernel/db/database.ts";
import { name, sql } from "../../../kernel/db/sql.ts";
import { temporaryFolder } from "../../support/folder.ts";

async function openDatabase(): Promise<Database> {
  const db = new Database(path.join(await temporaryFolder(), "data.db"));
  onTestFinished(() => db.close());
  await db.script("CREATE TABLE t (id INTEGER PRIMARY KEY, word TEXT UNIQUE)");
  return db;
}

const insert = (word: string): ReturnType<typeof sql> => sql`INSERT INTO t (word) VALUES (${word})`;
const words = (db: Database): Promise<unknown[]> => db.column(sql`SELECT word FROM t ORDER BY id`);

test("what a transaction wrote is there after it, and gone after it threw", async () => {
  const db = await openDatabase();

  await db.transaction(async (tx) => {
    await tx.run(insert("kept"));
  });
  const failing = db.transaction(async (tx) => {
    await tx.run(insert("lost"));
    throw new Error("no");
  });

  await expect(failing).rejects.toThrow("no");
  expect(await words(db)).toEqual(["kept"]);
});

test("readers do not see what a transaction has not committed", async () => {
  const db = await openDatabase();

  await db.transaction(async (tx) => {
    await tx.run(insert("new"));
    expect(await words(db)).toEqual([]);
    expect(await tx.column(sql`SELECT word FROM t`)).toEqual(["new"]);
  });

  expect(await words(db)).toEqual(["new"]);
});

test("transactions take turns although they span awaits", async () => {
  const db = await openDatabase();
  const order: string[] = [];
  const turn = (label: string): Promise<void> =>
    db.transaction(async (tx) => {
      order.push(`${label} in`);
      await new Promise((resolve) => setImmediate(resolve));
      await tx.run(insert(label));
      order.push(`${label} out`);
    });

  await Promise.all([turn("a"), turn("b"), db.run(insert("c"))]);

  expect(order).toEqual(["a in", "a out", "b in", "b out"]);
  expect(new Set(await words(db))).toEqual(new Set(["a", "b", "c"]));
});

test.each<[string, (db: Database) => Promise<unknown>]>([
  ["run", (db) => db.run(insert("x"))],
  ["transaction", (db) => db.transaction(async () => {})],
])("asking the database for %s inside a transaction is an error, not a hang", async (_name, ask) => {
  const db = await openDatabase();

  const run = db.transaction(() => ask(db));

  await expect(run).rejects.toThrow("use the transaction it was given");
  await db.run(insert("the lock is free again"));
});

test("a savepoint takes back its own writes and leaves those around it", async () => {
  const db = await openDatabase();

  await db.transaction(async (tx) => {
    await tx.run(insert("outer"));
    await tx
      .savepoint(async () => {
        await tx.run(insert("inner"));
        throw new Error("inner failed");
      })
      .catch(() => {});
  });

  expect(await words(db)).toEqual(["outer"]);
});

test("work for after the commit runs once it is committed, in order, and never after a rollback", async () => {
  const db = await openDatabase();
  const told: string[] = [];

  await db.transaction(async (tx) => {
    await tx.afterCommit(async () => void told.push(`first sees ${(await words(db)).length}`));
    await tx.afterCommit(() => void told.push("second"));
    await tx.run(insert("x"));
  });
  await db
    .transaction(async (tx) => {
      await tx.afterCommit(() => void told.push("never"));
      tx.afterRollback((reason) => void told.push(`rolled back: ${(reason as Error).message}`));
      throw new Error("why");
    })
    .catch(() => {});

  expect(told).toEqual(["first sees 1", "second", "rolled back: why"]);
});

test("statements of one turn share a commit, and one that fails takes only itself back", async () => {
  const db = await openDatabase();

  const results = await Promise.allSettled([db.run(insert("a")), db.run(insert("a")), db.run(insert("b"))]);

  expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
  expect(await words(db)).toEqual(["a", "b"]);
});

test("a refused statement tells SQLite's code and the reference's text", async () => {
  const db = await openDatabase();
  await db.run(insert("a"));

  await expect(db.run(insert("a"))).rejects.toMatchObject({
    isUniqueViolation: true,
    message: "constraint failed: UNIQUE constraint failed: t.word (2067)",
  });
  await expect(db.all(sql`SELECT nope FROM t`)).rejects.toThrow("SQL logic error: no such column: nope (1)");
});

test("a handle used after its transaction ended says so", async () => {
  const db = await openDatabase();
  let kept: { run: Database["run"] } | undefined;
  await db.transaction(async (tx) => {
    kept = tx;
  });

  await expect(kept?.run(insert("late"))).rejects.toThrow("The transaction is over");
});

test("columns added by a transaction are seen by statements prepared before it", async () => {
  const db = await openDatabase();
  await db.run(insert("a"));
  expect(await db.get(sql`SELECT * FROM t`)).toEqual({ id: 1, word: "a" });

  await db.transaction((tx) => tx.script(`ALTER TABLE t ADD COLUMN ${name("more").text} TEXT DEFAULT 'x'`));

  expect(await db.get(sql`SELECT * FROM t`)).toEqual({ id: 1, word: "a", more: "x" });
});
