import { expect, test } from "vitest";
import { join, name, sql } from "../../../kernel/db/sql.ts";

test("values are bound, names quoted, pieces composed", () => {
  const conditions = join([sql`a = ${1}`, sql`b = ${"x"}`], " AND ");

  expect(sql`SELECT * FROM ${name("po`sts")} WHERE ${conditions} AND c = ${true}`).toEqual({
    text: "SELECT * FROM `po``sts` WHERE a = ? AND b = ? AND c = ?",
    values: [1, "x", 1],
  });
});
