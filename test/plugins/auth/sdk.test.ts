import PocketBase, { ClientResponseError, type RecordService } from "pocketbase";
import { expect, test } from "vitest";
import { createHouse, eventually, type House, password } from "./house.ts";

// The official client, flow by flow, the way PocketBase's documentation shows them.

async function start(): Promise<{
  house: House;
  users: RecordService;
  pb: PocketBase;
  url: string;
}> {
  const house = await createHouse();
  const { address } = await house.app.serve({ host: "127.0.0.1", port: 0 });
  const pb = new PocketBase(address);
  await house.signUp("ann@example.com");
  return { house, pb, users: pb.collection("users"), url: address };
}

test("password, refresh, what may be done with it, and the end of it", async () => {
  const { pb, users } = await start();
  const { token, record } = await users.authWithPassword("ann@example.com", password);
  expect(pb.authStore).toMatchObject({ isValid: true, token });
  expect((await users.authRefresh()).record.id).toBe(record.id);
  expect(await users.getOne(record.id)).toMatchObject({ email: "ann@example.com" });
  pb.authStore.clear();
  await expect(users.getOne(record.id)).rejects.toBeInstanceOf(ClientResponseError);
});

test("the ways in are listed", async () => {
  const { house, users } = await start();
  await house.configure({
    otp: { enabled: true },
    mfa: { enabled: true },
    oauth2: { enabled: true, providers: [{ name: "google", clientId: "c", clientSecret: "s" }] },
  });
  const methods = await users.listAuthMethods();
  expect(methods).toMatchObject({
    password: { enabled: true, identityFields: ["email"] },
    otp: { enabled: true, duration: 180 },
    mfa: { enabled: true, duration: 600 },
  });
  const [google] = methods.oauth2.providers;
  expect(google).toMatchObject({ name: "google", displayName: "Google", codeChallengeMethod: "S256" });
  expect(google?.authURL).toMatch(/^https:\/\/accounts\.google\.com\/.*&redirect_uri=$/);
});

test("verification", async () => {
  const { house, users } = await start();
  expect(await users.requestVerification("ann@example.com")).toBe(true);
  await eventually(() => house.mails.length > 0);
  expect(await users.confirmVerification(house.mailedToken())).toBe(true);
  expect((await users.authWithPassword("ann@example.com", password)).record.verified).toBe(true);
});

test("password reset", async () => {
  const { house, users } = await start();
  expect(await users.requestPasswordReset("ann@example.com")).toBe(true);
  await eventually(() => house.mails.length > 0);
  expect(await users.confirmPasswordReset(house.mailedToken(), "a new password", "a new password")).toBe(
    true,
  );
  expect((await users.authWithPassword("ann@example.com", "a new password")).token).not.toBe("");
});

test("email change", async () => {
  const { house, users } = await start();
  await users.authWithPassword("ann@example.com", password);
  expect(await users.requestEmailChange("new@example.com")).toBe(true);
  expect(house.mails.at(-1)?.to).toEqual([{ name: "", address: "new@example.com" }]);
  expect(await users.confirmEmailChange(house.mailedToken(), password)).toBe(true);
  expect((await users.authWithPassword("new@example.com", password)).record.email).toBe("new@example.com");
});

test("a one-time password as the second factor", async () => {
  const { house, users } = await start();
  await house.configure({ otp: { enabled: true }, mfa: { enabled: true } });
  const refused = await users.authWithPassword("ann@example.com", password).catch((error: unknown) => error);
  const { mfaId } = (refused as ClientResponseError).response as { mfaId: string };

  const { otpId } = await users.requestOTP("ann@example.com");
  const mail = await eventually(() => house.mails.at(-1));
  const [, code = ""] = /<strong>(\d+)<\/strong>/.exec(mail.html) ?? [];
  const auth = await users.authWithOTP(otpId, code, { mfaId });

  expect(auth.record.email).toBe("ann@example.com");
});

test("impersonation", async () => {
  const { pb, users, url } = await start();
  const { record } = await users.authWithPassword("ann@example.com", password);
  await pb.collection("_superusers").authWithPassword("root@example.com", password);
  const asAnn = await users.impersonate(record.id, 60);
  expect(asAnn.authStore.record?.id).toBe(record.id);
  expect(await asAnn.collection("users").getOne(record.id)).toMatchObject({ id: record.id });
  await expect(asAnn.collections.getFullList()).rejects.toMatchObject({
    status: 403,
    url: expect.stringContaining(url),
  });
});
