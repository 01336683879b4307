import { expect, test } from "vitest";
import { difference, sorted } from "../../../plugins/migration-files/diff.ts";

test("objects are compared key by key, lists as a whole", () => {
  const before = { a: 1, list: [1, 2], otp: { enabled: false, length: 8 }, same: { x: null } };
  const after = { a: 1, list: [2], otp: { enabled: true, length: 8 }, same: { x: null }, fresh: "" };

  expect(difference(before, after)).toEqual({ list: [2], otp: { enabled: true }, fresh: "" });
});

test("keys are sorted all the way down", () => {
  expect(JSON.stringify(sorted({ b: [{ z: 1, a: 2 }], a: null }))).toBe('{"a":null,"b":[{"a":2,"z":1}]}');
});
