import path from "node:path";
import { describe, expect, test } from "vitest";
import { definePlugin, type PluginScope } from "../../../kernel/plugins/plugin.ts";
import { Auth } from "../../../plugins/auth/contract.ts";
import { Collections } from "../../../plugins/collections/contract.ts";
import { Records } from "../../../plugins/records/contract.ts";
import { ask, createTestApp } from "../../support/app.ts";
import { temporaryFolder } from "../../support/folder.ts";
import { reference, startReference } from "../../support/reference.ts";
import { type Answer, password } from "./house.ts";

interface Server {
  readonly post: (path: string, body: object, token?: string) => Promise<Answer>;
  stop(): Promise<void>;
}

async function openReference(dir: string): Promise<Server> {
  const { url, stop } = await startReference(dir);
  return {
    stop,
    async post(at, body, token) {
      const headers = { "content-type": "application/json", ...(token && { authorization: token }) };
      const answer = await fetch(url + at, { method: "POST", headers, body: JSON.stringify(body) });
      const text = await answer.text();
      return { status: answer.status, body: text === "" ? undefined : JSON.parse(text) };
    },
  };
}

async function open(dir: string) {
  let scope: PluginScope | undefined;
  const observer = definePlugin({
    name: "observer",
    summary: "Lends its scope.",
    setup(own) {
      scope = own;
    },
  });
  const app = await createTestApp({ flags: { dir }, extra: [observer] });
  if (scope === undefined) throw new Error("The observer was not set up.");
  const { db } = scope;
  const users = app.service(Collections).find(db, "users");
  if (users === undefined) throw new Error("There are no users.");
  return { app, db, users };
}

const signIn = "/api/collections/users/auth-with-password";
const refresh = "/api/collections/users/auth-refresh";

describe.skipIf(reference === undefined)("over one data folder, by turns with the reference", () => {
  test("tokens and passwords of one are good with the other", async () => {
    const dir = path.join(await temporaryFolder(), "pb_data");
    const ours = await open(dir);
    const auth = ours.app.service(Auth);
    const ann = ours.app.service(Records).create(ours.users, { email: "ann@example.com", password });
    await ours.app.service(Records).save(ours.db, ann);
    const token = await auth.issueToken(ann, "auth");
    const claims = { email: "ann@example.com" };
    const verification = await auth.issueToken(ann, "verification", { claims });
    await ours.app.terminate();

    const theirs = await openReference(dir);
    const refreshed = await theirs.post(refresh, {}, token);
    const signedIn = await theirs.post(signIn, { identity: "ann@example.com", password });
    const verified = await theirs.post("/api/collections/users/confirm-verification", {
      token: verification,
    });
    const made = await theirs.post("/api/collections/users/records", {
      email: "bob@example.com",
      password,
      passwordConfirm: password,
    });
    const bob = await theirs.post(signIn, { identity: "bob@example.com", password });
    await theirs.stop();
    expect([refreshed, signedIn, verified, made, bob].map(({ status }) => status)).toEqual([
      200, 200, 204, 200, 200,
    ]);

    const again = await open(dir);
    for (const good of [token, refreshed.body.token, signedIn.body.token, bob.body.token]) {
      expect((await ask(again.app, `POST ${refresh}`, { token: good })).status).toBe(200);
    }
    expect(
      (await ask(again.app, `POST ${signIn}`, { body: { identity: "bob@example.com", password } })).status,
    ).toBe(200);
    const after = await again.app.service(Records).findById(again.db, again.users, ann.id);
    expect(after?.get("verified")).toBe(true);

    after?.set("password", "another one");
    if (after !== undefined) await again.app.service(Records).save(again.db, after);
    await again.app.terminate();
    const last = await openReference(dir);
    expect((await last.post(refresh, {}, token)).status).toBe(401);
    expect((await last.post(signIn, { identity: "ann@example.com", password: "another one" })).status).toBe(
      200,
    );
  });
});
