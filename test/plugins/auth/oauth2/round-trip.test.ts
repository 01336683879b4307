import { EventSource } from "eventsource";
import PocketBase from "pocketbase";
import { beforeAll, expect, test } from "vitest";
import type { OAuth2User } from "../../../../plugins/auth/contract.ts";
import { newAccountBody } from "../../../../plugins/auth/oauth2/new-account.ts";
import { Collections } from "../../../../plugins/collections/contract.ts";
import { createHouse, type House } from "../house.ts";
import { type OidcServer, signInAt, startOidcServer } from "./oidc-server.ts";

const people = {
  ann: { email: "ann@example.com", name: "Ann Lee" },
  bob: { email: "bob@example.com", name: "Bob Ray" },
  cat: { email: "", name: "Cat" },
};

beforeAll(() => {
  globalThis.EventSource ??= EventSource as unknown as typeof globalThis.EventSource;
});

async function houseWithOidc(more: object = {}): Promise<{ house: House; url: string; idp: OidcServer }> {
  const house = await createHouse();
  const { address } = await house.app.serve({ host: "127.0.0.1", port: 0 });
  const idp = await startOidcServer({ redirectUri: `${address}/api/oauth2-redirect`, people });
  const provider = {
    name: "oidc",
    clientId: idp.clientId,
    clientSecret: idp.clientSecret,
    authURL: `${idp.url}/auth`,
    tokenURL: `${idp.url}/token`,
    userInfoURL: `${idp.url}/me`,
    ...more,
  };
  await house.configure({ oauth2: { enabled: true, providers: [provider], mappedFields: { name: "name" } } });
  return { house, url: address, idp };
}

/** The official client's all-in-one sign-in: realtime, the provider's pages, the redirect, the code. */
async function signIn(url: string, login: string, pb = new PocketBase(url)) {
  let returned: string | null = "";
  const auth = await pb.collection("users").authWithOAuth2({
    provider: "oidc",
    urlCallback: async (page) => {
      returned = (await signInAt(page, login)).headers.get("location");
    },
  });
  return { auth, pb, returned };
}

test("the official client signs somebody up and in through a real OpenID provider", async () => {
  const { url } = await houseWithOidc();

  const first = await signIn(url, "ann");
  const second = await signIn(url, "ann");

  expect(first.returned).toBe("../_/#/auth/oauth2-redirect-success");
  expect(first.auth.meta).toMatchObject({
    isNew: true,
    id: "ann",
    email: "ann@example.com",
    username: "ann",
  });
  const told = Object.keys(first.auth.meta?.rawUser);
  expect(told).toEqual([...told].sort());
  expect(first.auth.record).toMatchObject({ email: "ann@example.com", verified: true, name: "Ann Lee" });
  expect(second.auth.meta).toMatchObject({ isNew: false });
  expect(second.auth.record.id).toBe(first.auth.record.id);
  expect(first.pb.authStore.isValid).toBe(true);
});

test("without a user info address the id_token tells who it is, checked with the provider's keys", async () => {
  const { url } = await houseWithOidc({ userInfoURL: "" });
  const { auth } = await signIn(url, "bob");
  expect(auth.record).toMatchObject({ email: "bob@example.com", verified: true });
});

test("a key of somebody else's lets nobody in", async () => {
  const { house, url, idp } = await houseWithOidc();
  const change = (extra: object) =>
    house.configure({
      oauth2: { providers: [{ name: "oidc", userInfoURL: "", extra }] },
    });
  await change({ jwksURL: `${idp.url}/jwks`, issuers: [idp.url] });
  expect((await signIn(url, "ann")).auth.meta).toMatchObject({ isNew: true });
  await change({ jwksURL: `${idp.url}/jwks`, issuers: ["https://other.example"] });
  await expect(signIn(url, "ann")).rejects.toMatchObject({
    status: 400,
    message: "Failed to fetch OAuth2 user.",
  });
});

test("an account somebody made with another's address is taken over by its owner", async () => {
  const { house, url } = await houseWithOidc();
  await house.signUp("ann@example.com", { name: "not Ann" });
  const squatter = await house.token("ann@example.com");

  const { auth } = await signIn(url, "ann");

  expect(auth.meta).toMatchObject({ isNew: false });
  expect(auth.record).toMatchObject({ email: "ann@example.com", verified: true });
  expect((await house.signIn("ann@example.com")).status).toBe(400);
  expect((await house.ask("POST /api/collections/users/auth-refresh", { token: squatter })).status).toBe(401);
});

test("a verified account is linked and keeps its password", async () => {
  const { house, url } = await houseWithOidc();
  const ann = await house.signUp("ann@example.com", { verified: true });
  const { auth } = await signIn(url, "ann");
  expect(auth.record.id).toBe(ann.id);
  expect((await house.signIn("ann@example.com")).status).toBe(200);
});

test("somebody signed in links another identity to their own account", async () => {
  const { house, url } = await houseWithOidc();
  const ann = await house.signUp("ann@example.com", { verified: true });
  const pb = new PocketBase(url);
  await pb.collection("users").authWithPassword("ann@example.com", "correct horse");

  await signIn(url, "bob", pb);
  const later = await signIn(url, "bob");

  expect(later.auth.record.id).toBe(ann.id);
  expect(later.auth.record.email).toBe("ann@example.com");
  expect((await house.signIn("ann@example.com")).status).toBe(200);
});

test("a closed sign-up stays closed to whoever comes from a provider", async () => {
  const { house, url } = await houseWithOidc();
  await house.configure({ createRule: null });
  await expect(signIn(url, "ann")).rejects.toMatchObject({ status: 403 });
  await house.configure({ createRule: "@request.context = 'oauth2' && @request.body.name = 'Ann Lee'" });
  expect((await signIn(url, "ann")).auth.meta).toMatchObject({ isNew: true });
  await expect(signIn(url, "bob")).rejects.toMatchObject({ status: 400 });
});

test("coming from a provider is one factor", async () => {
  const { house, url } = await houseWithOidc();
  await house.signUp("ann@example.com", { verified: true });
  await house.configure({ mfa: { enabled: true } });
  const refused = await signIn(url, "ann").catch(
    (error: { status: number; response: { mfaId?: string } }) => error,
  );
  expect(refused).toMatchObject({ status: 401, response: { mfaId: expect.any(String) } });
  const mfaId = (refused as { response: { mfaId: string } }).response.mfaId;
  expect((await house.signIn("ann@example.com", "correct horse", { mfaId })).status).toBe(200);
});

test("somebody without an address counts as verified, and keeps coming back", async () => {
  const { house, url } = await houseWithOidc();
  const fields = house.app.service(Collections).find(house.scope.db, "users")?.fields ?? [];
  const lenient = fields.map((field) => (field.name === "email" ? { ...field, required: false } : field));
  await house.configure({ fields: lenient });

  const first = await signIn(url, "cat");
  const second = await signIn(url, "cat");

  expect(first.auth.record).toMatchObject({ email: "", verified: true });
  expect(second.auth.record.id).toBe(first.auth.record.id);
});

test("an account nobody verified loses its other identities, even by its own hand", async () => {
  const { house, url } = await houseWithOidc();
  await house.signUp("ann@example.com");
  const pb = new PocketBase(url);
  await pb.collection("users").authWithPassword("ann@example.com", "correct horse");
  await signIn(url, "bob", pb);

  await pb.collection("users").authWithPassword("ann@example.com", "correct horse");
  await signIn(url, "cat", pb);

  const { body } = await house.ask("GET /api/collections/_externalAuths/records", { token: house.root });
  expect(body.items).toMatchObject([{ providerId: "cat" }]);
});

test("a password that came along needs its confirmation, one nobody chose does not", async () => {
  const { house } = await houseWithOidc();
  const collection = house.app.service(Collections).find(house.scope.db, "users");
  if (collection === undefined) throw new Error("There are no users.");
  const user = { id: "x", name: "", username: "", email: "", avatarURL: "" } as OAuth2User;
  const around = { log: house.scope.log, isFree: () => Promise.resolve(true) };

  const chosen = await newAccountBody(collection, user, { password: "12345678" }, around);
  const made = await newAccountBody(collection, user, {}, around);

  expect(chosen.data).toEqual({ password: "12345678" });
  expect(made.data.password).toHaveLength(30);
  expect(made.data.passwordConfirm).toBe(made.data.password);
});
