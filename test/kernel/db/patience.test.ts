import path from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { Connection } from "../../../kernel/db/connection.ts";
import { Database } from "../../../kernel/db/database.ts";
import { raw } from "../../../kernel/db/sql.ts";
import { temporaryFolder } from "../../support/folder.ts";

interface House {
  readonly database: Database;
  /** Another process, as far as SQLite can tell. */
  readonly other: Connection;
  readonly tell: ReturnType<typeof vi.fn>;
}

async function lockedHouse(longestMs: number): Promise<House> {
  const file = path.join(await temporaryFolder(), "data.db");
  const tell = vi.fn();
  const database = new Database(file, { longestWaitMs: longestMs, tell });
  await database.script("CREATE TABLE t (n INTEGER)");
  const other = new Connection(file);
  onTestFinished(async () => {
    other.close();
    await database.close();
  });
  other.script("BEGIN IMMEDIATE");
  return { database, other, tell };
}

const insert = (n: number) => raw(`INSERT INTO t VALUES (${n})`);

test("what is written while another process holds the lock waits, and is there when it is free", async () => {
  const { database, other, tell } = await lockedHouse(60_000);
  const writes = [
    database.run(insert(1)),
    database.transaction(async (tx) => await tx.run(insert(2))),
    database.script("INSERT INTO t VALUES (3)"),
  ];
  await vi.waitFor(() => expect(tell).toHaveBeenCalledWith(expect.stringContaining("for up to 60 s")), {
    timeout: 10_000,
  });
  expect(await database.column(raw("SELECT n FROM t"))).toEqual([]);

  other.script("COMMIT");
  await Promise.all(writes);

  expect(await database.column(raw("SELECT n FROM t ORDER BY n"))).toEqual([1, 2, 3]);
  expect(tell).toHaveBeenCalledTimes(1);
});

test("whoever waited long enough is told that the database is locked, and those behind do not wait anew", async () => {
  const { database, other } = await lockedHouse(1000);
  const started = performance.now();

  const outcomes = await Promise.allSettled([
    database.run(insert(1)),
    database.transaction(async (tx) => await tx.run(insert(2))),
    database.transaction(async (tx) => await tx.run(insert(3))),
    database.script("INSERT INTO t VALUES (4)"),
  ]);

  expect(outcomes.map((outcome) => outcome.status === "rejected" && String(outcome.reason))).toEqual(
    Array(4).fill("SqlFailure: database is locked (5)"),
  );
  expect(performance.now() - started).toBeLessThan(3 * 1000);
  other.script("ROLLBACK");
  await database.run(insert(5));
  expect(await database.column(raw("SELECT n FROM t"))).toEqual([5]);
});
