import { expect, test } from "vitest";
import { readRange } from "../../../kernel/http/range.ts";

test.each([
  ["", "whole"],
  ["bytes=1-3", { start: 1, end: 3 }],
  ["bytes=-2", { start: 5, end: 6 }],
  ["bytes=-20", { start: 0, end: 6 }],
  ["bytes=5-", { start: 5, end: 6 }],
  ["bytes=0-99", { start: 0, end: 6 }],
  ["bytes=0-1,3-4", "whole"],
  ["bytes=7-", "beyond"],
  ["bytes=-0", "beyond"],
  ["bytes=3-1", "malformed"],
  ["bytes=-", "malformed"],
  ["lines=1-2", "malformed"],
])("of seven bytes, %j asks for %j", (header, part) => {
  expect(readRange(header, 7)).toEqual(part);
});
