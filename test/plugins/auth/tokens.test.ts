import { createHmac } from "node:crypto";
import { describe, expect, test } from "vitest";
import { Auth, type TokenKind } from "../../../plugins/auth/contract.ts";
import { isSignedWith, readClaims, signingKey } from "../../../plugins/auth/tokens.ts";
import { type RecordModel, Records } from "../../../plugins/records/contract.ts";
import { createHouse, type House } from "./house.ts";

const kinds: readonly TokenKind[] = ["auth", "file", "verification", "passwordReset", "emailChange"];
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

function forge(header: unknown, claims: unknown, key: string, hash = "sha256"): string {
  const text = `${encode(header)}.${encode(claims)}`;
  return `${text}.${createHmac(hash, key).update(text).digest("base64url")}`;
}

async function houseWithAnn(): Promise<{ house: House; ann: RecordModel; token: string }> {
  const house = await createHouse();
  const ann = await house.signUp("ann@example.com");
  return { house, ann, token: await house.app.service(Auth).issueToken(ann, "auth") };
}

const whoIs = (house: House, token: string) =>
  house.ask("POST /api/collections/users/auth-refresh", { token }).then(({ status }) => status);

test("a token is signed with the record's key and its collection's secret, claims in alphabetical order", async () => {
  const { ann, token } = await houseWithAnn();
  expect(isSignedWith(token, signingKey(ann, "auth"))).toBe(true);
  const text = Buffer.from(token.split(".")[1] ?? "", "base64url").toString();
  expect(Object.keys(JSON.parse(text))).toEqual(["collectionId", "exp", "id", "refreshable", "type"]);
  expect(readClaims(token)).toMatchObject({ type: "auth", refreshable: true, id: ann.id });
});

test("only an auth token opens the door: no other kind is one", async () => {
  const { house, ann } = await houseWithAnn();
  const statuses = await Promise.all(
    kinds.map(async (kind) => [
      kind,
      await whoIs(house, await house.app.service(Auth).issueToken(ann, kind)),
    ]),
  );
  expect(Object.fromEntries(statuses)).toEqual({
    auth: 200,
    file: 401,
    verification: 401,
    passwordReset: 401,
    emailChange: 401,
  });
});

test("an auth token confirms nothing", async () => {
  const { house, token } = await houseWithAnn();
  const confirm = (what: string, more: object) =>
    house.ask(`POST /api/collections/users/confirm-${what}`, { body: { token, ...more } });
  const passwords = { password: "another one", passwordConfirm: "another one" };
  expect((await confirm("verification", {})).body.data.token.code).toBe("validation_invalid_token_claims");
  expect((await confirm("password-reset", passwords)).body.data.token.code).toBe("validation_invalid_token");
  expect((await confirm("email-change", { password: "x" })).body.data.token.code).toBe(
    "validation_invalid_token_payload",
  );
});

describe("a token somebody made up is a guest's", () => {
  test("with another algorithm, with none, or signed with less than the whole key", async () => {
    const { house, ann } = await houseWithAnn();
    const exp = Math.floor(Date.now() / 1000) + 60;
    const claims = { id: ann.id, collectionId: ann.collection.id, type: "auth", refreshable: true, exp };
    const key = signingKey(ann, "auth");
    const hs256 = { alg: "HS256", typ: "JWT" };
    expect(await whoIs(house, forge(hs256, claims, key))).toBe(200); // what follows differs in one thing each
    expect(await whoIs(house, forge({ alg: "HS512", typ: "JWT" }, claims, key, "sha512"))).toBe(401);
    expect(await whoIs(house, `${encode({ alg: "none" })}.${encode(claims)}.`)).toBe(401);
    expect(await whoIs(house, forge(hs256, claims, ann.getString("tokenKey")))).toBe(401);
    expect(await whoIs(house, forge(hs256, { ...claims, exp: exp - 120 }, key))).toBe(401);
    expect(await whoIs(house, forge(hs256, { ...claims, exp: "never" }, key))).toBe(401);
    expect(await whoIs(house, forge(hs256, { ...claims, collectionId: "users" }, key))).toBe(401);
    expect(await whoIs(house, forge(hs256, { ...claims, type: "file" }, key))).toBe(401);
  });

  test("changed by one character, doubled, or spelt in another way", async () => {
    const { house, token } = await houseWithAnn();
    const [head, body, end] = token.split(".") as [string, string, string];
    const other = end.startsWith("A") ? "B" : "A";
    for (const wrong of [
      `${head}.${body}.${other}${end.slice(1)}`,
      `${token}x`,
      `${token}!`,
      `${token}=`,
      `${token}.${end}`,
      `${token}${token}`,
      `${head}.${body}`,
      "",
      "..",
      "Bearer",
    ]) {
      expect(await whoIs(house, wrong), wrong).toBe(401);
    }
    expect(await whoIs(house, `bearer ${token}`)).toBe(200);
  });
});

describe("a token that was good is void", () => {
  const changes: Record<string, (house: House, ann: RecordModel) => Promise<unknown>> = {
    "after a new password": async (house, ann) => {
      ann.set("password", "another one");
      await house.app.service(Records).save(house.scope.db, ann);
    },
    "after another email": async (house, ann) => {
      ann.set("email", "ann@example.org");
      await house.app.service(Records).save(house.scope.db, ann);
    },
    "after a new secret": (house) => house.configure({ authToken: { secret: "s".repeat(40) } }),
    "after another authRule": (house) => house.configure({ authRule: "verified = false" }),
    "after the record is gone": (house, ann) => house.app.service(Records).delete(house.scope.db, ann),
  };

  test.each(Object.entries(changes))("%s", async (_title, change) => {
    const { house, ann, token } = await houseWithAnn();
    expect(await whoIs(house, token)).toBe(200); // seen once: remembered from here on
    await change(house, ann);
    expect(await whoIs(house, token)).toBe(401);
  });

  test("but not after a change that has nothing to do with it", async () => {
    const { house, ann, token } = await houseWithAnn();
    await house.configure({ fileToken: { secret: "s".repeat(40) }, otp: { enabled: true } });
    ann.set("name", "Ann");
    await house.app.service(Records).save(house.scope.db, ann);
    expect(await whoIs(house, token)).toBe(200);
  });
});

test("a token of one record says nothing in another collection", async () => {
  const { house, token } = await houseWithAnn();
  const answer = await house.ask("POST /api/collections/_superusers/auth-refresh", { token });
  expect(answer).toMatchObject({
    status: 403,
    body: { message: "The request requires auth record from users collection." },
  });
});

test("an impersonator's token is good, and cannot be made to last", async () => {
  const { house, ann } = await houseWithAnn();
  const made = await house.ask(`POST /api/collections/users/impersonate/${ann.id}`, {
    token: house.root,
    body: { duration: 60 },
  });
  const refreshed = await house.ask("POST /api/collections/users/auth-refresh", { token: made.body.token });
  expect(readClaims(made.body.token)).toMatchObject({ refreshable: false, id: ann.id });
  expect(refreshed.body.token).toBe(made.body.token);
});

test.each([undefined, "user"])("impersonating is for superusers: %s is refused", async (who) => {
  const { house, ann, token } = await houseWithAnn();
  const asked = await house.ask(`POST /api/collections/users/impersonate/${ann.id}`, who ? { token } : {});
  expect(asked.status).toBe(who ? 403 : 401);
});
