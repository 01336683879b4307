import { expect, test } from "vitest";
import { definePlugin } from "../../../kernel/index.ts";
import { Viewer } from "../../../plugins/records/contract.ts";
import { asCell } from "../../../plugins/sql-console/cell.ts";
import console from "../../../plugins/sql-console/plugin.ts";
import { splitStatements } from "../../../plugins/sql-console/split.ts";
import { ask, createTestApp } from "../../support/app.ts";

const openDoor = definePlugin({
  name: "open-door",
  summary: "Everybody is a superuser.",
  setup: (scope) =>
    scope.middleware({ before: (e) => e.set(Viewer, { record: undefined, isSuperuser: true }) }),
});

async function consoleOf() {
  const app = await createTestApp({ plugins: [console, openDoor] });
  return async (query: string) => await ask(app, "POST /api/sql", { body: { query } });
}

test("a question is answered with text", async () => {
  const run = await consoleOf();

  const { body } = await run("select 1 as a, null as b, 1.5 c, x'4142' d");

  expect(body).toEqual({
    execTime: expect.any(Number),
    affectedRows: 0,
    columns: ["a", "b", "c", "d"].map((name) => ({ name, type: "", nullable: true })),
    rows: [["1", null, "1.5", "AB"]],
  });
});

test("changes are made together, or not at all", async () => {
  const run = await consoleOf();

  const made = await run("create table t (a int, c json); insert into t values (1, 2), (3, 4)");
  const failed = await run("insert into t values (5, 6); nonsense");
  const { body } = await run("-- all of it\nselect * from t;");

  expect(made.body).toMatchObject({ affectedRows: 2, columns: [], rows: [] });
  expect(failed).toMatchObject({
    status: 400,
    body: {
      message: 'Failed to execute query. Raw error:\nSQL logic error: near "nonsense": syntax error (1).',
    },
  });
  expect(body).toMatchObject({
    columns: [{ type: "INT" }, { type: "JSON" }],
    rows: [
      ["1", "2"],
      ["3", "4"],
    ],
  });
});

test("the last of several questions answers, with a thousand rows at most", async () => {
  const run = await consoleOf();

  const { body } = await run(
    "select 1; with recursive n(i) as (select 1 union all select i + 1 from n where i < 3000) select i from n",
  );

  expect((body as { rows: string[][] }).rows).toHaveLength(1000);
});

test("what begins with WITH may write", async () => {
  const run = await consoleOf();
  await run("create table t (a)");

  await run("with s as (select 7 x) insert into t select x from s");

  expect((await run("select a from t")).body).toMatchObject({ rows: [["7"]] });
});

test.each(["begin", "attach database ':memory:' as z", "select 1; rollback", "delete from t; commit"])(
  "%s is refused",
  async (query) => {
    const { status, body } = await (await consoleOf())(query);

    expect(status).toBe(400);
    expect(body).toMatchObject({ message: expect.stringContaining("not available in the console") });
  },
);

test("an empty query is no query", async () => {
  const { body } = await (await consoleOf())("");

  expect(body).toMatchObject({ data: { query: { code: "validation_required" } } });
});

test("semicolons in quotes and comments separate nothing", () => {
  expect(splitStatements(`select ';', "a;b", [c;d]; -- no; more\n;/* x; */ select 2 -- end`)).toEqual([
    `select ';', "a;b", [c;d]`,
    "/* x; */ select 2 -- end",
  ]);
});

test.each([
  [1234567.5, "1.2345675e+06"],
  [123456.75, "123456.75"],
  [0.00001, "1e-05"],
  [-2.5e-7, "-2.5e-07"],
  [1e100, "1e+100"],
  [100000000, "1e+08"],
  [100000000n, "100000000"],
  [9007199254740993n, "9007199254740993"],
])("%d is shown as %s", (value, text) => expect(asCell(value)).toBe(text));

test("a question that takes long holds up nobody", async () => {
  const run = await consoleOf();
  const order: string[] = [];
  const long = run(
    "with recursive n(i) as (select 1 union all select i + 1 from n where i < 3000000) select count(*) from n",
  ).then(({ body }) => {
    order.push("long");
    return body;
  });

  await run("begin").then(() => order.push("short")); // answered by the server itself
  const body = await long;

  expect(body).toMatchObject({ rows: [["3000000"]] });
  expect(order).toEqual(["short", "long"]);
});
