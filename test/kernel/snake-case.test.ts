import { expect, test } from "vitest";
import { snakeCase } from "../../kernel/snake-case.ts";

test.each([
  ["My App2Go", "my_app2_go"],
  ["  a -- b  ", "a_b"],
  ["Größe", "größe"],
  ["", ""],
])("%j becomes %j", (text, expected) => {
  expect(snakeCase(text)).toBe(expected);
});
