import { describe, expect, test } from "vitest";
import { findRule } from "../../../plugins/auth/throttle.ts";
import type { RateLimitRule } from "../../../plugins/settings/contract.ts";
import { Settings } from "../../../plugins/settings/contract.ts";
import { createHouse, type House } from "./house.ts";

const rule = (label: string, audience: RateLimitRule["audience"] = ""): RateLimitRule => ({
  label,
  audience,
  duration: 60,
  maxRequests: 1,
});

describe("which rule holds", () => {
  test("the first label that has one decides, and exact rules come before those for a whole path", () => {
    const rules = [rule("/api/"), rule("*:auth"), rule("users:auth"), rule("/api/x")];
    expect(findRule(rules, ["users:auth", "*:auth", "/api/x"], "@guest")?.label).toBe("users:auth");
    expect(findRule(rules, ["posts:auth", "*:auth", "/api/x"], "@guest")?.label).toBe("*:auth");
    expect(findRule(rules, ["GET /api/x", "/api/x"], "@guest")?.label).toBe("/api/x");
    expect(findRule(rules, ["GET /api/y", "/api/y"], "@guest")?.label).toBe("/api/");
  });

  test("a rule for guests does not hold for users", () => {
    const rules = [rule("/api/x", "@guest"), rule("/api/x", "@auth")];
    expect(findRule(rules, ["/api/x"], "@guest")?.audience).toBe("@guest");
    expect(findRule(rules, ["/api/x"], "@auth")?.audience).toBe("@auth");
    expect(findRule([rule("/api/x", "@auth")], ["/api/x"], "@guest")).toBeUndefined();
  });

  test("a path stands for itself too, not for its neighbours", () => {
    expect(findRule([rule("/api/a/")], ["/api/a"], "@guest")).toBeDefined();
    expect(findRule([rule("/api/a/")], ["/api/ab"], "@guest")).toBeUndefined();
  });
});

async function limit(house: House, rules: readonly RateLimitRule[], more: object = {}): Promise<void> {
  const settings = house.app.service(Settings);
  const values = structuredClone(settings.values);
  const rateLimits = { ...values.rateLimits, enabled: true, rules: [...rules], ...more };
  await settings.save(house.scope.db, { ...values, rateLimits });
}

test("guessing passwords ends at the limit, whoever they are tried for", async () => {
  const house = await createHouse();
  await house.signUp("ann@example.com");
  await limit(house, [{ ...rule("*:auth"), maxRequests: 2 }]);

  const statuses = [];
  for (const email of ["ann@example.com", "bob@example.com", "ann@example.com"]) {
    statuses.push((await house.signIn(email, "guess")).status);
  }
  const right = await house.signIn("ann@example.com");

  expect(statuses).toEqual([400, 400, 429]);
  expect(right).toMatchObject({ status: 429, body: { data: {}, message: "Too Many Requests." } });
});

test("superusers and excluded addresses are not limited, and other settings start another count", async () => {
  const house = await createHouse();
  await limit(house, [rule("/api/health")]);
  const health = (token?: string) => house.ask("GET /api/health", token === undefined ? {} : { token });

  expect([(await health()).status, (await health()).status]).toEqual([200, 429]);
  expect((await health(house.root)).status).toBe(200);
  await limit(house, [rule("/api/health")]);
  expect((await health()).status).toBe(200);
  await limit(house, [rule("/api/health")], { excludedIPs: ["127.0.0.0/8"] });
  expect([(await health()).status, (await health()).status]).toEqual([200, 200]);
});

test("actions on records are limited, items of a batch as well", async () => {
  const house = await createHouse();
  await house.configure({ listRule: "" });
  await limit(house, [rule("users:list")]);
  const list = () => house.ask("GET /api/collections/users/records");
  expect([(await list()).status, (await list()).status]).toEqual([200, 429]);
});
