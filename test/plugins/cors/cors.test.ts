import { expect, test } from "vitest";
import { definePlugin } from "../../../kernel/index.ts";
import cors from "../../../plugins/cors/plugin.ts";
import { createTestApp } from "../../support/app.ts";

const ping = definePlugin({
  name: "ping",
  summary: "Answers.",
  setup: (scope) => scope.route({ method: "GET", path: "/ping", handle: () => "pong" }),
});

function app(...origins: readonly string[]) {
  return createTestApp({ plugins: [cors, ping], ...(origins.length > 0 && { flags: { origins } }) });
}

test("any page may call unless origins are named", async () => {
  const { headers } = await (await app()).inject({ url: "/ping", headers: { origin: "http://a.com" } });

  expect(headers).toMatchObject({
    "access-control-allow-origin": "*",
    vary: "Origin",
    "x-frame-options": "SAMEORIGIN",
    "x-content-type-options": "nosniff",
    "x-xss-protection": "1; mode=block",
  });
});

test.each([
  ["http://a.com", true],
  ["https://q.b.com", true],
  ["http://xyz.com", true],
  ["http://evil.com", false],
  ["https://b.com.evil", false],
])("%s is allowed: %s", async (origin, allowed) => {
  const { headers, statusCode } = await (
    await app("http://a.com", "https://*.b.com", "http://x?z.com")
  ).inject({
    url: "/ping",
    headers: { origin },
  });

  expect(statusCode).toBe(200);
  expect(headers["access-control-allow-origin"]).toBe(allowed ? origin : undefined);
});

test("a preflight is answered with what may be sent", async () => {
  const answer = await (await app()).inject({
    method: "OPTIONS",
    url: "/nowhere",
    headers: { origin: "http://a.com", "access-control-request-headers": "x-foo" },
  });

  expect(answer.statusCode).toBe(204);
  expect(answer.headers).toMatchObject({
    "access-control-allow-methods": "GET,HEAD,PUT,PATCH,POST,DELETE",
    "access-control-allow-headers": "x-foo",
    vary: ["Origin", "Access-Control-Request-Method", "Access-Control-Request-Headers"],
  });
});
