import { expect, test } from "vitest";
import { parseIndex, writeIndex } from "../../../../plugins/collections/model/index-text.ts";
import { forTable, uniqueIndexOn, withIndex } from "../../../../plugins/collections/model/indexes.ts";

function rewritten(text: string): string | undefined {
  const parts = parseIndex(text);
  return parts && writeIndex(parts);
}

test.each([
  ["create index i on t (a)", "CREATE INDEX `i` ON `t` (`a`)"],
  [
    "create  unique index if not exists `main`.\"i\" on [t](a collate nocase desc, lower(b) ASC) where a != ','",
    "CREATE UNIQUE INDEX IF NOT EXISTS `main`.`i` ON `t` (\n  `a` COLLATE nocase DESC,\n  lower(b) ASC\n) WHERE a != ','",
  ],
  [
    "create index i on t (a) where (a > 1) and b = 2",
    "CREATE INDEX `i` ON `t` (`a`) WHERE (a > 1) and b = 2",
  ],
  ["create index i3 on t (coalesce(a, 'x, y)'))", "CREATE INDEX `i3` ON `t` (coalesce(a, 'x, y)'))"],
  ["create index i on t (a);", "CREATE INDEX `i` ON `t` (`a`)"],
])("%j is read and written again as one would expect", (text, expected) => {
  expect(rewritten(text)).toBe(expected);
});

test.each(["", "foo", "create index i on t ()", "create index i on t (a", "create table i on t (a)"])(
  "%j is no index",
  (text) => {
    expect(parseIndex(text)).toBeUndefined();
  },
);

test("a text stays as it is while its table is the right one", () => {
  const odd = "create   index i on t(a)";

  expect(forTable({ name: "t", indexes: [odd] })).toEqual([odd]);
  expect(forTable({ name: "u", indexes: [odd] })).toEqual(["CREATE INDEX `i` ON `u` (`a`)"]);
});

test("adding an index replaces the one of its name", () => {
  const indexes = withIndex(
    { name: "t", indexes: ["create index I on t (a)"] },
    { name: "i", unique: true, columns: "`a`, b", where: "a != ''" },
  );

  expect(indexes).toEqual(["CREATE UNIQUE INDEX `i` ON `t` (`a`, b) WHERE a != ''"]);
});

test("a unique index counts for a column only if it is on that column alone", () => {
  const indexes = [
    "create unique index a on t (x, y)",
    "create index b on t (x)",
    "create unique index c on t (`Y`)",
  ];

  expect(uniqueIndexOn(indexes, "x")).toBeUndefined();
  expect(uniqueIndexOn(indexes, "y")?.name).toBe("c");
});
