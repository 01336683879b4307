import { expect, test } from "vitest";
import { appleNames } from "../../../../plugins/auth/oauth2/apple-names.ts";
import { createHouse } from "../house.ts";

const failure = "../_/#/auth/oauth2-redirect-failure";

test.each([
  "",
  "?state=nobody&code=c",
  "?state=nobody&code=c&redirect=https://evil.example",
  "?state=//evil.example&code=https://evil.example",
  "?code=c%0d%0aSet-Cookie:x",
])("whatever comes back with no client waiting goes to our own page: %s", async (query) => {
  const house = await createHouse();
  const got = await house.app.inject({ method: "GET", url: `/api/oauth2-redirect${query}` });
  const posted = await house.app.inject({
    method: "POST",
    url: "/api/oauth2-redirect",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    payload: query.slice(1),
  });
  expect([got.statusCode, got.headers.location]).toEqual([307, failure]);
  expect([posted.statusCode, posted.headers.location]).toEqual([303, failure]);
  expect(got.headers["set-cookie"]).toBeUndefined();
});

test("a name from Apple is kept for its code, once, and not if it is too long", () => {
  appleNames.keep("code", "Ann Lee");
  appleNames.keep("long", "x".repeat(151));
  expect([
    appleNames.take("code"),
    appleNames.take("code"),
    appleNames.take("long"),
    appleNames.take("none"),
  ]).toEqual(["Ann Lee", "", "", ""]);
});
