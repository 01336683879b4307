import { expect, test } from "vitest";
import { readFields, withSystemFields } from "../../../../plugins/collections/model/field-list.ts";

test("every field gets its options with their defaults, in the order of the alphabet", () => {
  const [field] = readFields([{ name: "t", type: "text", max: 5, unknown: 1 }]);

  expect(JSON.stringify(field)).toBe(
    '{"autogeneratePattern":"","help":"","hidden":false,"id":"text2238339752","max":5,"min":0,"name":"t","pattern":"",' +
      '"presentable":false,"primaryKey":false,"required":false,"system":false,"type":"text"}',
  );
});

test("a field that is named again without id takes the place of the first", () => {
  const fields = readFields([
    { name: "a", type: "text", id: "f1" },
    { name: "b", type: "text" },
    { name: "a", type: "text", max: 9 },
  ]);

  expect(fields.map(({ id, max }) => [id, max])).toEqual([
    ["f1", 9],
    ["text1908338681", 0],
  ]);
});

test.each([[["a"]], ["a"], [[{ name: "a", type: "nope" }]], [[{ name: "a", type: "text", min: "5" }]]])(
  "%j is not a list of fields",
  (given) => {
    expect(() => readFields(given)).toThrow();
  },
);

test("an account has its key first and its system fields after the given ones", () => {
  const names = withSystemFields("auth", readFields([{ name: "nick", type: "text" }])).map(
    ({ name }) => name,
  );

  expect(names).toEqual(["id", "nick", "password", "tokenKey", "email", "emailVisibility", "verified"]);
});

test("a given system field keeps its settings and is a system field all the same", () => {
  const [password] = readFields([{ name: "password", type: "password", min: 1, required: false }]);
  const fields = withSystemFields("auth", password === undefined ? [] : [password]);

  expect(fields.find(({ name }) => name === "password")).toMatchObject({
    min: 1,
    required: true,
    hidden: true,
    system: true,
  });
});
