import { expect, test } from "vitest";
import { Database } from "../../../kernel/db/database.ts";
import { raw } from "../../../kernel/index.ts";
import type { Migration } from "../../../plugins/migrations/contract.ts";
import { readHistory } from "../../../plugins/migrations/history.ts";
import { applyPending, revert } from "../../../plugins/migrations/runner.ts";
import { temporaryFolder } from "../../support/folder.ts";

async function databases() {
  const folder = await temporaryFolder();
  return { data: new Database(`${folder}/data.db`), auxiliary: new Database(`${folder}/auxiliary.db`) };
}

function table(file: string, name: string): Migration {
  return {
    file,
    up: ({ data }) => data.script(`CREATE TABLE ${name} (id)`),
    down: ({ data }) => data.script(`DROP TABLE ${name}`),
  };
}

test("what is pending is applied once, in order, and recorded", async () => {
  const dbs = await databases();
  const migrations = [table("1_a.js", "a"), table("2_b.js", "b")];

  expect(await applyPending(dbs, migrations)).toEqual(["1_a.js", "2_b.js"]);
  expect(await applyPending(dbs, [...migrations, table("3_c.js", "c")])).toEqual(["3_c.js"]);
  expect(await readHistory(dbs.data)).toEqual(["1_a.js", "2_b.js", "3_c.js"]);
});

test("one that throws takes all of the run back, in both databases", async () => {
  const dbs = await databases();
  const broken: Migration = {
    file: "2_broken.js",
    async up({ auxiliary }) {
      await auxiliary.script("CREATE TABLE x (id)");
      throw new Error("no such thing");
    },
  };

  const run = applyPending(dbs, [table("1_a.js", "a"), broken]);

  await expect(run).rejects.toThrow("failed to apply migration 2_broken.js: Error: no such thing");
  for (const db of Object.values(dbs)) {
    expect(await db.column(raw("SELECT name FROM sqlite_master WHERE type = 'table'"))).toEqual([]);
  }
});

test("plugins may share a step, which is recorded once", async () => {
  const dbs = await databases();

  await applyPending(dbs, [table("1_init.go", "a"), table("1_init.go", "b")]);

  expect(await readHistory(dbs.data)).toEqual(["1_init.go"]);
  expect(await dbs.data.column(raw("SELECT name FROM sqlite_master WHERE name IN ('a', 'b')"))).toHaveLength(
    2,
  );
});

test("a step whose database is gone is applied again", async () => {
  const dbs = await databases();
  const logs: Migration = {
    file: "1_logs.go",
    up: ({ auxiliary }) => auxiliary.script("CREATE TABLE logs (id)"),
    isMissing: async ({ auxiliary }) =>
      (await auxiliary.value(raw("SELECT 1 FROM sqlite_master WHERE name = 'logs'"))) === undefined,
  };
  await applyPending(dbs, [logs]);
  await dbs.auxiliary.script("DROP TABLE logs");

  expect(await applyPending(dbs, [logs])).toEqual(["1_logs.go"]);
  expect(await applyPending(dbs, [logs])).toEqual([]);
});

test("reverting undoes in the order it was asked for", async () => {
  const dbs = await databases();
  const migrations = [table("1_a.js", "a"), table("2_b.js", "b")];
  await applyPending(dbs, migrations);

  await revert(dbs, migrations, ["2_b.js"]);

  expect(await readHistory(dbs.data)).toEqual(["1_a.js"]);
  expect(await dbs.data.column(raw("SELECT name FROM sqlite_master WHERE name IN ('a', 'b')"))).toEqual([
    "a",
  ]);
});

test("the order of what was applied is kept when the clock was set back in between", async () => {
  const dbs = await databases();
  await applyPending(dbs, [table("1_a.js", "a")]);
  await dbs.data.run(raw("UPDATE _migrations SET applied = applied + 86400000000"));

  await applyPending(dbs, [table("1_a.js", "a"), table("2_b.js", "b")]);

  expect(await readHistory(dbs.data)).toEqual(["1_a.js", "2_b.js"]);
});
