import { expect, test } from "vitest";
import {
  readIndex,
  renameColumn,
  writeIndex,
} from "../../../../plugins/dashboard/ui/routes/collections/edit/index-text.ts";

test("an index is read and written back the same", () => {
  const text = "CREATE UNIQUE INDEX `idx_a` ON `posts` (`title`, lower(name)) WHERE `title` != ''";
  const parts = readIndex(text);
  expect(parts).toEqual({
    unique: true,
    name: "idx_a",
    columns: ["title", "lower(name)"],
    where: "`title` != ''",
  });
  expect(parts && writeIndex("posts", parts)).toBe(text);
});

test("what is no index is not taken for one", () => {
  expect(readIndex("DROP INDEX `idx_a`")).toBeUndefined();
});

test("a renamed column is renamed in its indexes, and only as a whole word", () => {
  const text = "CREATE INDEX `idx_title` ON `posts` (`title`, `subtitle`)";
  expect(renameColumn(text, "title", "heading")).toBe(
    "CREATE INDEX `idx_title` ON `posts` (`heading`, `subtitle`)",
  );
});
