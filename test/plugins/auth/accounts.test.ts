import { describe, expect, test } from "vitest";
import { Collections } from "../../../plugins/collections/contract.ts";
import { modelHooks } from "../../../plugins/models/contract.ts";
import { Records, recordHooks } from "../../../plugins/records/contract.ts";
import { createHouse, type House, password } from "./house.ts";

async function houseWithAnn(): Promise<{ house: House; id: string; token: string }> {
  const house = await createHouse();
  const { id } = await house.signUp("ann@example.com");
  return { house, id, token: await house.token("ann@example.com") };
}

const codes = (answer: { body: { data: Record<string, { code: string }> } }) =>
  Object.fromEntries(Object.entries(answer.body.data).map(([key, { code }]) => [key, code]));

describe("changing an account", () => {
  test("users change their password with the old one, and neither email nor verified at all", async () => {
    const { house, id, token } = await houseWithAnn();
    const patch = (body: object) => house.ask(`PATCH /api/collections/users/records/${id}`, { token, body });
    const next = { password: "a new password", passwordConfirm: "a new password" };

    expect(codes(await patch(next))).toEqual({ oldPassword: "validation_required" });
    expect(codes(await patch({ ...next, oldPassword: "wrong" }))).toEqual({
      oldPassword: "validation_invalid_old_password",
    });
    expect(codes(await patch({ ...next, passwordConfirm: true, oldPassword: "wrong" }))).toEqual({
      passwordConfirm: "validation_values_mismatch",
      oldPassword: "validation_invalid_old_password",
    });
    expect(codes(await patch({ ...next, oldPassword: password, passwordConfirm: "x" }))).toEqual({
      passwordConfirm: "validation_values_mismatch",
    });
    expect(codes(await patch({ email: "x@example.com", verified: true }))).toEqual({
      email: "validation_values_mismatch",
      verified: "validation_values_mismatch",
    });
    expect((await patch({ ...next, oldPassword: password })).status).toBe(200);
    expect((await house.signIn("ann@example.com", "a new password")).status).toBe(200);
  });

  test("a tokenKey of one's own choice is not taken", async () => {
    const { house, id, token } = await houseWithAnn();
    const before = (await house.find("users", id))?.get("tokenKey");
    await house.ask(`PATCH /api/collections/users/records/${id}`, {
      token,
      body: { tokenKey: "k".repeat(50) },
    });
    expect((await house.find("users", id))?.get("tokenKey")).toBe(before);
  });

  test("managers do without the old password, and others' managers are nobody", async () => {
    const { house, id, token } = await houseWithAnn();
    await house.signUp("boss@example.com", { name: "boss" });
    const boss = await house.token("boss@example.com");
    await house.configure({
      manageRule: "@request.auth.name = 'boss'",
      updateRule: "@request.auth.id != ''",
      viewRule: "@request.auth.id != ''",
    });
    const patch = (who: string, body: object) =>
      house.ask(`PATCH /api/collections/users/records/${id}`, { token: who, body });

    const changed = await patch(boss, { email: "new@example.com", verified: true });
    expect(changed).toMatchObject({ status: 200, body: { email: "new@example.com", verified: true } });
    expect((await patch(boss, { password: "set by boss", passwordConfirm: "set by boss" })).status).toBe(200);
    expect((await patch(token, { verified: false })).status).toBe(404); // her tokens are void now
    const ann = (await house.signIn("new@example.com", "set by boss")).body.token;
    expect(codes(await patch(ann, { verified: false }))).toEqual({ verified: "validation_values_mismatch" });
  });

  test("signing up as verified is for those who may manage", async () => {
    const house = await createHouse();
    const body = { email: "x@example.com", password, passwordConfirm: password, verified: true };
    const asGuest = await house.ask("POST /api/collections/users/records", { body });
    const asRoot = await house.ask("POST /api/collections/users/records", { body, token: house.root });
    expect(codes(asGuest)).toEqual({ verified: "validation_values_mismatch" });
    expect(asRoot).toMatchObject({ status: 200, body: { verified: true } });
  });
});

describe("what hangs on an account", () => {
  test("goes with it", async () => {
    const { house, id } = await houseWithAnn();
    const records = house.app.service(Records);
    const collections = house.app.service(Collections);
    const count = async (): Promise<number> => {
      const origins = collections.find(house.scope.db, "_authOrigins");
      if (origins === undefined) throw new Error("There are no origins.");
      return await records.count(house.scope.db, origins);
    };
    expect(await count()).toBe(1);
    const ann = await house.find("users", id);
    if (ann !== undefined) await records.delete(house.scope.db, ann);
    expect(await count()).toBe(0);
  });

  test("its rows are its own: others neither see nor delete them, and nobody writes them", async () => {
    const { house, token } = await houseWithAnn();
    await house.signUp("bob@example.com");
    const bob = await house.token("bob@example.com");
    const list = async (who?: string) =>
      (await house.ask("GET /api/collections/_authOrigins/records", who === undefined ? {} : { token: who }))
        .body;
    const [own] = (await list(token)).items;
    const path = `/api/collections/_authOrigins/records/${own.id}`;

    expect((await list(token)).totalItems).toBe(1);
    expect((await list()).totalItems).toBe(0);
    expect((await house.ask(`GET ${path}`, { token: bob })).status).toBe(404);
    expect((await house.ask(`DELETE ${path}`, { token: bob })).status).toBe(404);
    expect((await house.ask(`PATCH ${path}`, { token, body: { fingerprint: "x" } })).status).toBe(403);
    expect((await house.ask(`DELETE ${path}`, { token })).status).toBe(204);
  });

  test("a second place tells its owner, a fifth is the last that is remembered", async () => {
    const { house, token } = await houseWithAnn();
    const from = (agent: string) =>
      house.ask("POST /api/collections/users/auth-with-password", {
        body: { identity: "ann@example.com", password },
        headers: { "user-agent": agent },
      });
    expect(house.mails).toHaveLength(0); // the first place is no news
    for (let i = 0; i < 6; i++) await from(`agent ${i}`);
    await from("agent 5");
    expect(house.mails).toHaveLength(6);
    expect(house.mails[0]).toMatchObject({
      subject: "Login from a new location",
      to: [{ address: "ann@example.com" }],
    });
    const origins = await house.ask("GET /api/collections/_authOrigins/records", { token });
    expect(origins.body.totalItems).toBe(5);
  });

  test("a new password forgets places and factors", async () => {
    const { house, id, token } = await houseWithAnn();
    const ann = await house.find("users", id);
    ann?.set("password", "a new password");
    if (ann !== undefined) await house.app.service(Records).save(house.scope.db, ann);
    const origins = await house.ask("GET /api/collections/_authOrigins/records", { token: house.root });
    expect(token).not.toBe("");
    expect(origins.body.totalItems).toBe(0);
  });
});

describe("superusers", () => {
  test("the last one stays, and the rest go", async () => {
    const house = await createHouse();
    const list = await house.ask("GET /api/collections/_superusers/records", { token: house.root });
    const [{ id }] = list.body.items;
    const last = await house.ask(`DELETE /api/collections/_superusers/records/${id}`, { token: house.root });
    expect(last).toMatchObject({
      status: 400,
      body: { message: "You can't delete the only existing superuser." },
    });

    const second = await house.ask("POST /api/collections/_superusers/records", {
      token: house.root,
      body: { email: "two@example.com", password, passwordConfirm: password, verified: false },
    });
    expect(second.body.verified).toBe(true);
    expect(
      (await house.ask(`DELETE /api/collections/_superusers/records/${id}`, { token: house.root })).status,
    ).toBe(204);
  });

  test("the installer's account goes when the first real one comes", async () => {
    const house = await createHouse();
    const records = house.app.service(Records);
    const superusers = house.app.service(Collections).find(house.scope.db, "_superusers");
    if (superusers === undefined) throw new Error("There are no superusers.");
    const installer = records.create(superusers, { email: "__pbinstaller@example.com", password });
    await records.save(house.scope.db, installer);
    await records.save(house.scope.db, records.create(superusers, { email: "two@example.com", password }));
    expect(await house.find("_superusers", installer.id)).toBeUndefined();
  });

  test("an id is one account's in all collections", async () => {
    const { house, id } = await houseWithAnn();
    const twin = await house.ask("POST /api/collections/_superusers/records", {
      token: house.root,
      body: { id, email: "twin@example.com", password, passwordConfirm: password },
    });
    expect(codes(twin)).toEqual({ id: "validation_invalid_auth_id" });
  });
});

test("rows of nobody are refused before hooks of the model hear of them", async () => {
  const house = await createHouse();
  const heard: string[] = [];
  for (const hook of [recordHooks.validate, modelHooks.validate]) {
    house.scope.on(
      hook as typeof modelHooks.validate,
      async (e) => {
        heard.push(hook.name);
        await e.next();
      },
      { tags: ["_authOrigins"] },
    );
  }

  const { status, body } = await house.ask("POST /api/collections/_authOrigins/records", {
    body: { collectionRef: "_pb_users_auth_", recordRef: "nobody", fingerprint: "x" },
    token: house.root,
  });

  expect(status).toBe(400);
  expect(Object.keys(body.data)).toEqual(["recordRef"]);
  expect(heard).toEqual(["onRecordValidate"]);
});
