import type { CollectionModel } from "pocketbase";
import { expect, test } from "vitest";
import { isExpression, toFilter } from "../../../../plugins/dashboard/ui/routes/records/search.ts";

const posts = {
  fields: [
    { name: "title", type: "text" },
    { name: "live", type: "bool" },
    { name: "tokenKey", type: "text", system: true },
    { name: "score", type: "number" },
  ],
} as unknown as CollectionModel;

test("words look into every readable field, secrets left out", () => {
  expect(toFilter(" it's ", posts)).toBe("title ~ 'it\\'s' || score ~ 'it\\'s'");
});

test("an expression stays as it is", () => {
  expect(toFilter("score > 3 && title != ''", posts)).toBe("score > 3 && title != ''");
  expect(toFilter("", posts)).toBe("");
});

test("a sign inside of quotes makes no expression", () => {
  expect(isExpression("'a = b'")).toBe(false);
  expect(isExpression("a = 'b'")).toBe(true);
});
