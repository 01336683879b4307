import { expect, test } from "vitest";
import { answerOf } from "../../support/hooks.ts";

// What these say was seen on PocketBase 0.39.11.

const setup = `
  const docs = new Collection({ name: "docs", type: "base", fields: [
    { type: "text", name: "t" },
    { type: "file", name: "f", maxSelect: 3 },
    { type: "file", name: "g", maxSelect: 1 },
  ] });
  $app.save(docs);
  const doc = new Record(docs, { t: "x" });
  doc.set("f", [$filesystem.fileFromBytes("abc", "one.txt"), $filesystem.fileFromBytes("abd", "two.txt")]);
  doc.set("g", $filesystem.fileFromBytes("abd", "g.txt"));
  $app.save(doc);
  const told = (work) => { try { return work() } catch (x) { return x.message } };`;

test("a query is tried out as a view: its fields, and records of it", async () => {
  const answer = await answerOf(`${setup}
    const { fields, sample } = $app.dryRunView("select id, t, f as ff, count(*) as n from docs", 5);
    const made = $app.createViewFields("select id, g from docs");
    return e.json(200, [
      fields.map((field) => field.name + " " + field.type()),
      sample.map((record) => [record.get("t"), record.getStringSlice("ff").length, record.id === doc.id]),
      [made.fieldNames(), made.getByName("g")],
      $app.dryRunView("select id from docs", 0).sample.length,
      told(() => $app.createViewFields("select t from docs")),
      told(() => $app.dryRunView("select nope from docs", 1)),
    ]);`);
  expect(answer).toEqual([
    ["id text", "t text", "ff file", "n number"],
    [["x", 2, true]],
    [["id", "g"], expect.objectContaining({ name: "g", type: "file" })],
    0,
    "missing required id column (you can use `(ROW_NUMBER() OVER()) as id` if you don't have one)",
    "SQL logic error: no such column: nope (1)",
  ]);
});

test("the record behind a file of a view is found, through views of views", async () => {
  const answer = await answerOf(`${setup}
    const view = (name, viewQuery) => $app.save(new Collection({ name, type: "view", viewQuery }));
    view("vdocs", "select id, t, f as ff, g from docs");
    view("wdocs", "select (ROW_NUMBER() OVER()) as id, ff, g as gg from vdocs");
    const [, two] = doc.getStringSlice("f");
    const find = (...args) => told(() => $app.findRecordByViewFile(...args).id === doc.id);
    return e.json(200, [
      find("vdocs", "ff", two), find("wdocs", "ff", two), find("wdocs", "gg", doc.getString("g")),
      find("vdocs", "ff", two.slice(1)), find("vdocs", "g", ""), find("vdocs", "nope", two), find("docs", "f", two),
    ]);`);
  expect(answer).toEqual([
    true,
    true,
    true,
    "sql: no rows in result set",
    "sql: no rows in result set",
    "no query file field found",
    "not a view collection",
  ]);
});

test("logs are counted by the hour", async () => {
  const answer = await answerOf(`
    for (const [i, time] of ["01 10:00", "01 10:59", "02 11:00"].entries())
      $app.auxDB().newQuery("INSERT INTO _logs (id, level, message, data, created) VALUES ({:id}, 8, 'm', '{}', {:time})")
        .bind({ id: "log" + i, time: "2024-01-" + time + ":00.000Z" }).execute();
    const counts = $app.logsStats($dbx.exp("created < {:end}", { end: "2024-02" }));
    return e.json(200, [counts, counts[0].date.string()]);`);
  expect(answer).toEqual([
    [
      { date: "2024-01-01 10:00:00.000Z", total: 2 },
      { date: "2024-01-02 11:00:00.000Z", total: 1 },
    ],
    "2024-01-01 10:00:00.000Z",
  ]);
});
