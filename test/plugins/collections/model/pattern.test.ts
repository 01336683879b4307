import { expect, test } from "vitest";
import { generate } from "../../../../plugins/collections/model/generate.ts";
import { quickPattern } from "../../../../plugins/collections/model/pattern.ts";
import { patternProblem } from "../../../../plugins/collections/model/pattern-problem.ts";

test.each(["[a-z0-9]{15}", "[a-zA-Z0-9]{50}", "(ab|c\\d)+x?", "\\w{3}-[^a-z]{2,4}", "a.b*", "(?:x|y){2}"])(
  "what %j generates, it matches",
  (pattern) => {
    const whole = new RegExp(`^(?:${pattern})$`);
    for (let i = 0; i < 50; i++) expect(generate(pattern)).toMatch(whole);
  },
);

test("anchors cannot be generated", () => {
  expect(() => generate("^a")).toThrow("unsupported pattern operator 9");
});

test.each([
  ["^[a-z0-9]+$", "abc1", true],
  ["^[a-z0-9]+$", "Abc", false],
  ["^[^@]+@x$", "a@x", true],
  ["^\\d{4}-\\d{2}$", "2024-01", true],
  ["^a\\.b$", "a.b", true],
  ["^[\\w\\-]{3,20}$", "a-b", true],
  ["[0-9]{3}", "ab123", true],
])("%j on %j is matched in place", (pattern, text, matches) => {
  expect(quickPattern(pattern)?.test(text)).toBe(matches);
});

test.each([
  "(a+)+$",
  "^a+b+$",
  "a+",
  "^[^@]+@[^@]+$",
  "^(a|b)$",
  "^.$",
  "^\\s$",
  "(?i)^abc$",
  "[]a]",
  "^\\pL$",
  "^[[:alpha:]]$",
])("%j is left to RE2", (pattern) => {
  expect(quickPattern(pattern)).toBeUndefined();
});

test.each([
  ["[", "missing closing ]: `[`"],
  ["(a", "missing closing ): `(a`"],
  ["a)", "unexpected ): `a)`"],
  ["*a", "missing argument to repetition operator: `*`"],
  ["a{2,1}", "invalid repeat count: `{2,1}`"],
  ["(?=a)", "invalid or unsupported Perl syntax: `(?=`"],
  ["a\\", "trailing backslash at end of expression: ``"],
])("%j is refused in Go's words", (pattern, problem) => {
  expect(patternProblem(pattern)).toBe(`error parsing regexp: ${problem}`);
});

test.each(["^[a-z0-9]+$", "[]a]", "\\d{3}", "a+?", "(?i:a)", "\\[", "[(]", "^$"])("%j is fine", (pattern) => {
  expect(patternProblem(pattern)).toBeUndefined();
});
