import { expect, test } from "vitest";
import { Connection } from "../../../kernel/db/connection.ts";
import { raw, sql } from "../../../kernel/db/sql.ts";

test.each([
  [`SELECT "a b" AS v`, "a b"],
  [`SELECT "it""s" || 'it"s' AS v`, `it"sit"s`],
  [`SELECT /* "x" */ "x" || "y" AS v -- "x"`, "xy"],
  [`SELECT "id" || "missing" AS v FROM (SELECT 1 AS id)`, "1missing"],
  [`SELECT count(*) AS v FROM posts WHERE title = "draft"`, 1],
])("%s reads double quotes around what is no name as text", (text, expected) => {
  const db = new Connection(":memory:");
  db.run(sql`CREATE TABLE posts (title TEXT)`);
  db.run(raw(`INSERT INTO posts VALUES ("draft")`));

  expect(db.get(raw(text))).toEqual({ v: expected });
});

test("a name that is missing is still an error", () => {
  const db = new Connection(":memory:");

  expect(() => db.get(raw("SELECT missing"))).toThrow("no such column: missing");
});
