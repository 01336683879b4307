import { expect, test } from "vitest";
import { InvalidFilter } from "../../../../plugins/records/errors.ts";
import { parseFilter } from "../../../../plugins/records/rules/parser.ts";

function reasonOf(filter: string): string {
  try {
    parseFilter(filter);
    return "none";
  } catch (error) {
    if (!(error instanceof InvalidFilter)) throw error;
    return error.reason;
  }
}

test.each([
  ["a & b", 'invalid join operator "&"'],
  ["n => 1", 'invalid sign operator "=>"'],
  ["n=1 n=2 ;", 'expected && or ||, got "n" (identifier)'],
  ["n n", 'expected a sign operator, got "n" (identifier)'],
  ["= 1", 'expected left operand (identifier, function, text or number), got "=" (sign)'],
  ["n=&&1", 'expected right operand (identifier, function text or number), got "&&" (join)'],
  ["n=1 &&", "invalid or incomplete filter expression"],
  ["n=1 && ()", "empty filter expression"],
  ["// only this", "empty filter expression"],
  ["n=(((1", "invalid formatted group - missing 3 closing bracket(s)"],
  ["(n=1 // )\n)", "unexpected character ')'"],
  ["n = 1.", 'invalid number "1."'],
  ["é=1", "unexpected character 'é'"],
  ["n=\r1", "unexpected character '\\r'"],
  ['n="a\\"', 'invalid quoted text "\\"a\\""'],
  ["n=1 / 2", "invalid comment"],
  ["a.=1", 'invalid identifier "a."'],
  ["a.(1)=1", 'invalid function name "a."'],
  ["f(1", "invalid or incomplete function \"f\" (expected ')')"],
  ["f(1 2)=1", 'expected comma after the last argument in function "f"'],
  ["f(,)=1", 'unexpected comma in function "f"'],
  ["f(=)=1", "unsupported argument character '=' in function \"f\""],
  ["f(1.)=1", 'invalid number argument "1." in function "f": invalid number "1."'],
  ["a.b = 'it\\'s' && -.5 < n // fine", "none"],
])("%j is told: %s", (filter, reason) => {
  expect(reasonOf(filter)).toBe(reason);
});

test("a group that begins where a sign or a right side should stand takes the place of its comparison", () => {
  const plain = parseFilter("n=1 || (m=2)").node;
  const compare = { kind: "compare", left: { kind: "name", name: "m" }, sign: "=" };
  expect(plain).toMatchObject({ kind: "or", parts: [{ kind: "compare" }, compare] });
  expect(parseFilter("n=1 || n (m=2)").node).toMatchObject({ parts: [{}, compare] });
  expect(parseFilter("n=1 || n=(m=2)").node).toMatchObject({ parts: [{}, compare] });
});
