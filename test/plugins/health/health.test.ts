import { expect, test } from "vitest";
import { definePlugin } from "../../../kernel/index.ts";
import { Backups } from "../../../plugins/backups/contract.ts";
import health from "../../../plugins/health/plugin.ts";
import { Viewer } from "../../../plugins/records/contract.ts";
import { Settings } from "../../../plugins/settings/contract.ts";
import { createTestApp } from "../../support/app.ts";

const neighbours = definePlugin({
  name: "neighbours",
  summary: "Settings that trust a header, and a backup that is being made.",
  provides: { settings: Settings, backups: Backups },
  setup(scope) {
    const isSuperuser = (request: { header(name: string): string }) => request.header("x-boss") !== "";
    scope.middleware({
      before: (e) => e.set(Viewer, { record: undefined, isSuperuser: isSuperuser(e) }),
    });
    const values = { trustedProxy: { headers: ["X-Real"], useLeftmostIP: false } };
    return {
      settings: { values, realIp: () => "1.2.3.4" } as unknown as Settings,
      backups: { active: "a.zip" } as unknown as Backups,
    };
  },
});

test("strangers learn that the server is alive, and nothing else", async () => {
  const app = await createTestApp({ plugins: [health, neighbours] });

  const { body } = await app.inject({ url: "/api/health" });

  expect(body).toBe('{"message":"API is healthy.","code":200,"data":{}}\n');
});

test.each([
  [{ "x-real": "9.9.9.9", "cf-connecting-ip": "8.8.8.8" }, "X-Real"],
  [{ "cf-connecting-ip": "8.8.8.8" }, "CF-Connecting-IP"],
  [{ "x-forwarded-for": "8.8.8.8" }, ""],
])("a superuser who comes with %j is told of the header %j", async (headers, possibleProxyHeader) => {
  const app = await createTestApp({ plugins: [health, neighbours] });

  const answer = await app.inject({ url: "/api/health", headers: { ...headers, "x-boss": "1" } });

  expect(answer.json()).toMatchObject({
    data: { canBackup: false, possibleProxyHeader, realIP: "1.2.3.4" },
  });
});
