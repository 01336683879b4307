import { expect, test } from "vitest";
import { completeOptions } from "../../../../plugins/auth/options/complete.ts";
import { publishOptions } from "../../../../plugins/auth/options/publish.ts";
import type { AuthOptions } from "../../../../plugins/auth/options/shape.ts";
import { asSuperusers } from "../../../../plugins/auth/options/superusers.ts";
import type { Collection, CollectionData } from "../../../../plugins/collections/model/collection.ts";
import { toCollection } from "../../../../plugins/collections/model/collection-data.ts";

function collection(data: Partial<CollectionData> = {}, state: "new" | "saved" = "new"): Collection {
  const blank: CollectionData = {
    id: "c",
    name: "members",
    type: "auth",
    system: false,
    fields: [],
    indexes: [],
    listRule: null,
    viewRule: null,
    createRule: null,
    updateRule: null,
    deleteRule: null,
    options: {},
    created: "",
    updated: "",
  };
  return toCollection({ ...blank, ...data }, state);
}

const complete = (before: Record<string, unknown>, given: Record<string, unknown>, more = {}): AuthOptions =>
  completeOptions(collection({ options: before, ...more }), given) as unknown as AuthOptions;

test("a new collection has every option, and secrets of its own", () => {
  const [one, other] = [complete({}, {}), complete({}, {})];
  expect(Object.keys(one)).toEqual([
    "authRule",
    "manageRule",
    "authAlert",
    "oauth2",
    "passwordAuth",
    "mfa",
    "otp",
    "authToken",
    "passwordResetToken",
    "emailChangeToken",
    "verificationToken",
    "fileToken",
    "verificationTemplate",
    "resetPasswordTemplate",
    "confirmEmailChangeTemplate",
  ]);
  expect(one.authToken.secret).toMatch(/^[A-Za-z0-9]{50}$/);
  expect(new Set([one, other].flatMap((o) => [o.authToken.secret, o.fileToken.secret])).size).toBe(4);
});

test("what is left out stays as it was, deep inside as well", () => {
  const before = { ...complete({}, { otp: { enabled: true, length: 6 } }) };
  const after = complete(before, { otp: { duration: 60 } });
  expect(after.otp).toMatchObject({ enabled: true, length: 6, duration: 60 });
  expect(after.authToken).toEqual(before.authToken);
});

test("another authRule brings another secret: everybody has to sign in again", () => {
  const before = { ...complete({}, {}) };
  const ruled = complete(before, { authRule: "verified = true" });
  expect(ruled.authToken.secret).not.toBe((before as unknown as AuthOptions).authToken.secret);
  expect(ruled.fileToken).toEqual((before as unknown as AuthOptions).fileToken);
  expect(complete({ ...ruled }, { authRule: "verified = true" }).authToken).toEqual(ruled.authToken);
});

test("a provider's secret stays when its entry leaves it out", () => {
  const google = { name: "google", clientId: "a", clientSecret: "s" };
  const before = complete({}, { oauth2: { providers: [{ name: "oidc", clientSecret: "o" }, google] } });
  const after = complete({ ...before }, { oauth2: { providers: [{ name: "google", clientId: "b" }] } });
  expect(after.oauth2.providers).toMatchObject([{ name: "google", clientId: "b", clientSecret: "s" }]);
});

test("a stored collection that was of another type has no options yet", () => {
  const options = completeOptions(collection({}, "saved"), { otp: { length: 6 } }) as unknown as AuthOptions;
  expect(options).toMatchObject({
    authRule: null,
    otp: { length: 6, duration: 0 },
    fileToken: { secret: "" },
  });
});

test("superusers keep their password, never come from elsewhere, and need two factors once there is a second", () => {
  const given = { passwordAuth: { enabled: false }, oauth2: { enabled: true }, otp: { enabled: true } };
  const { name, options } = asSuperusers(collection({ options: { ...complete({}, given) } }));
  expect(name).toBe("_superusers");
  expect(options).toMatchObject({
    passwordAuth: { enabled: true },
    oauth2: { enabled: false, providers: [] },
    mfa: { enabled: true },
  });
});

test("a mapping to a field that is gone is cleared", () => {
  const options = complete({}, { oauth2: { mappedFields: { name: "nickname" } } });
  expect(options.oauth2.mappedFields.name).toBe("");
});

test.each([
  { otp: { enabled: "yes" } },
  { otp: "on" },
  { authToken: { duration: "12" } },
  { authRule: 5 },
  { passwordAuth: { identityFields: "email" } },
  { oauth2: { providers: ["google"] } },
])("%j is not the form of auth options", (given) => {
  expect(() => complete({}, given)).toThrow();
});

test("no secret is shown", () => {
  const options = complete({}, { oauth2: { providers: [{ name: "google", clientSecret: "hidden" }] } });
  const shown = JSON.stringify(publishOptions({ ...options }));
  expect(shown).not.toContain("hidden");
  expect(shown).not.toContain("ecret");
});
