import { expect, test } from "vitest";
import type { Db } from "#kernel";
import type { Field } from "../../../plugins/collections/contract.ts";
import type { RecordModel } from "../../../plugins/records/contract.ts";
import { patternChecks } from "../../../plugins/records/patterns.ts";

const nowhere = {} as Db; // patterns ask no database

async function isRefused(pattern: string, text: string): Promise<boolean> {
  const check = patternChecks.find(({ type }) => type === "text")?.check;
  const record = { getRaw: () => text } as unknown as RecordModel;
  const issue = await check?.(nowhere, record, { name: "title", pattern } as unknown as Field);
  return issue?.code === "validation_invalid_format";
}

test.each([
  ["(?i)^abc$", "ABC"],
  ["^(?P<year>\\d{4})$", "2024"],
  ["^[[:alpha:]]+$", "abc"],
  ["^\\pL+$", "é"],
  ["^\\p{Greek}+$", "λ"],
  ["^\\x{1F600}$", "😀"],
  ["^a\\-b$", "a-b"],
  ["\\Aa\\z", "a"],
  ["^[^@]+@[^@]+$", "a@b"],
])("%j takes %j", async (pattern, text) => {
  expect(await isRefused(pattern, text)).toBe(false);
});

test.each([
  ["^[[:alpha:]]+$", "ab1"],
  ["^(a|b)$", "c"],
  ["^\\s$", "\u00a0"],
  ["^(?=a)a$", "a"],
])("%j refuses %j", async (pattern, text) => {
  expect(await isRefused(pattern, text)).toBe(true);
});

test.each(["^(a+)+$", "(x+x+)+y", "^(\\w|\\w\\w)*$", "(.*)*(.*)*(.*)*z"])(
  "%j takes time in proportion to the text",
  async (pattern) => {
    await isRefused(pattern, "x"); // the engine is loaded
    const started = performance.now();

    expect(await isRefused(pattern, `${"a".repeat(5000)}!`)).toBe(true);

    expect(performance.now() - started).toBeLessThan(1000);
  },
);
