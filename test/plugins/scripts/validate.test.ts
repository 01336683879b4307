import { expect, test } from "vitest";
import { answerOf } from "../../support/hooks.ts";

// What these say was seen on PocketBase 0.39.11.

const said = (model: string): string => `
  const tell = (model) => { try { $app.validate(model); return "valid"; } catch (x) { return x.message; } };
  return e.json(200, [tell(${model})]);`;

test("a new record lacks what its author has to give, not what makes itself", async () => {
  expect(await answerOf(said(`new Record($app.findCollectionByNameOrId("users"))`))).toEqual([
    "email: cannot be blank; password: cannot be blank.",
  ]);
});

test("collections are validated as they would be when saved", async () => {
  const renamed = `((c) => { c.name = "_superusers"; return c })($app.findCollectionByNameOrId("users"))`;
  const ruled = `((c) => { c.listRule = "nope = 1"; return c })($app.findCollectionByNameOrId("users"))`;
  expect(await answerOf(said(renamed))).toEqual([
    "name: Collection name must be unique (case insensitive)..",
  ]);
  expect(await answerOf(said(ruled))).toEqual([expect.stringMatching(/^listRule: Invalid rule\./)]);
  expect(await answerOf(said(`$app.findCollectionByNameOrId("users")`))).toEqual(["valid"]);
});

test("settings are validated, and stay as they were", async () => {
  const changed = `((s) => { s.meta.appName = ""; s.logs.maxDays = -1; return s })($app.settings())`;
  expect(await answerOf(said(changed))).toEqual([
    "logs: (maxDays: must be no less than 0.); meta: (appName: cannot be blank.).",
  ]);
  expect(await answerOf(said("$app.settings()"))).toEqual(["valid"]);
});

test("what is no model cannot be validated", async () => {
  expect(await answerOf(said("{}"))).toEqual([expect.stringMatching(/to core\.Model$/)]);
});
