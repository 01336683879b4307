import { expect, test } from "vitest";
import { definePlugin } from "../../../kernel/index.ts";
import { Viewer } from "../../../plugins/records/contract.ts";
import { Settings } from "../../../plugins/settings/contract.ts";
import { ask, createTestApp } from "../../support/app.ts";

const openDoor = definePlugin({
  name: "open-door",
  summary: "Everybody is a superuser.",
  setup: (scope) =>
    scope.middleware({ before: (e) => e.set(Viewer, { record: undefined, isSuperuser: true }) }),
});

test("rate limits go along when a collection is renamed", async () => {
  const app = await createTestApp({ extra: [openDoor], flags: { automigrate: false } });
  const rule = (label: string) => ({ label, duration: 1, maxRequests: 1 });
  const rules = ["old:create", "older:create", "/api/old"].map(rule);
  await ask(app, "PATCH /api/settings", { body: { rateLimits: { rules } } });
  await ask(app, "POST /api/collections", { body: { name: "old", type: "base" } });

  await ask(app, "PATCH /api/collections/old", { body: { name: "new" } });

  const labels = app.service(Settings).values.rateLimits.rules.map(({ label }) => label);
  expect(labels).toEqual(["new:create", "older:create", "/api/old"]);
});
