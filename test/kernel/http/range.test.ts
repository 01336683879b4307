import { expect, test } from "vitest";
import { readRange } from "../../../kernel/http/range.ts";

test.each([
  ["bytes=0-3", [{ start: 0, end: 3 }]],
  ["bytes= 0-3 ", [{ start: 0, end: 3 }]],
  ["bytes=5-", [{ start: 5, end: 10 }]],
  ["bytes=-3", [{ start: 8, end: 10 }]],
  ["bytes=-100", [{ start: 0, end: 10 }]],
  ["bytes=0-100", [{ start: 0, end: 10 }]],
  ["bytes=-0", [{ start: 11, end: 10 }]],
  [
    "bytes=0-1,3-4",
    [
      { start: 0, end: 1 },
      { start: 3, end: 4 },
    ],
  ],
  ["bytes=0-1,100-", [{ start: 0, end: 1 }]],
])("%s of eleven bytes", (header, parts) => {
  expect(readRange(header, 11)).toEqual({ kind: "parts", parts });
});

test("what asks for more than there is in all gets the whole", () => {
  expect(readRange("bytes=0-10,0-10", 11)).toEqual({ kind: "whole" });
  expect(readRange("", 11)).toEqual({ kind: "whole" });
});

test("what lies beyond the end is told apart from what makes no sense", () => {
  expect(readRange("bytes=100-", 11)).toEqual({ kind: "none", isBeyond: true });
  for (const header of ["foo", "bytes=5-2", "bytes=-", "bytes=a-b"]) {
    expect(readRange(header, 11)).toEqual({ kind: "none", isBeyond: false });
  }
});
