import { performance } from "node:perf_hooks";
import { expect, test } from "vitest";
import { Auth } from "../../../plugins/auth/contract.ts";
import { hashPassword } from "../../../plugins/auth/passwords.ts";
import { Records } from "../../../plugins/records/contract.ts";
import { createHouse, eventually, password } from "./house.ts";

test("a wrong password and an unknown identity get the same answer, after the same work", async () => {
  const house = await createHouse();
  await house.signUp("ann@example.com");
  await house.signIn("ann@example.com"); // bcrypt is loaded now

  // What the processor did, on all threads: time on the clock tells of other processes, too.
  const took = async (email: string): Promise<{ answer: unknown; ms: number }> => {
    const times: number[] = [];
    let answer: unknown;
    for (let i = 0; i < 5; i++) {
      const before = process.cpuUsage();
      const { status, body } = await house.signIn(email, "a wrong one");
      const { user, system } = process.cpuUsage(before);
      times.push((user + system) / 1000);
      answer = { status, body };
    }
    return { answer, ms: Math.min(...times) };
  };
  const known = await took("ann@example.com");
  const unknown = await took("nobody@example.com");

  expect(unknown.answer).toEqual(known.answer);
  expect(known.answer).toEqual({
    status: 400,
    body: { data: {}, message: "Failed to authenticate.", status: 400 },
  });
  // One bcrypt of the usual cost takes tens of milliseconds; answering without would take one.
  expect(unknown.ms).toBeGreaterThan(known.ms / 3);
  expect(known.ms).toBeGreaterThan(unknown.ms / 3);
});

test("a record without a password cannot be entered with an empty or any other one", async () => {
  const house = await createHouse();
  const ann = await house.signUp("ann@example.com");
  const { db } = house.scope;
  await db.run({ text: "UPDATE users SET password = '' WHERE id = ?", values: [ann.id] });
  expect((await house.signIn("ann@example.com", password)).status).toBe(400);
  expect((await house.signIn("ann@example.com", "")).status).toBe(400);
});

test("passwords are kept as bcrypt hashes of the field's cost and never shown", async () => {
  const house = await createHouse();
  const ann = await house.signUp("ann@example.com", { emailVisibility: true });
  const row = await house.scope.db.get<{ password: string }>({
    text: "SELECT password FROM users WHERE id = ?",
    values: [ann.id],
  });
  const shown = await house.ask(`GET /api/collections/users/records/${ann.id}`, { token: house.root });
  expect(row?.password).toMatch(/^\$2a\$10\$.{53}$/);
  expect(JSON.stringify(shown.body)).not.toContain("$2a$");
  expect(shown.body).not.toHaveProperty("tokenKey");
});

test("fifty sign-ins at once leave the event loop to others", async () => {
  const house = await createHouse();
  const ann = await house.signUp("ann@example.com");
  const hash = await hashPassword(password, 8); // a quarter of the usual work, for the sake of the test
  await house.scope.db.run({ text: "UPDATE users SET password = ? WHERE id = ?", values: [hash, ann.id] });
  await house.signIn("ann@example.com");
  const before = performance.eventLoopUtilization();

  const answers = await Promise.all(
    Array.from({ length: 50 }, () => house.signIn("ann@example.com", "wrong")),
  );

  expect(answers.every(({ status }) => status === 400)).toBe(true);
  // Hashing here would keep the loop busy all the time.
  expect(performance.eventLoopUtilization(before).utilization).toBeLessThan(0.8);
});

test.each([
  ["request-password-reset", "a letter"],
  ["request-verification", "a letter"],
])("%s answers alike whether anybody has the address", async (action) => {
  const house = await createHouse();
  await house.signUp("ann@example.com");
  const ask = (email: string) => house.ask(`POST /api/collections/users/${action}`, { body: { email } });

  const known = await ask("ann@example.com");
  const unknown = await ask("nobody@example.com");
  await eventually(() => house.mails.length === 1);

  expect(known.status).toBe(204);
  expect(unknown).toMatchObject({ status: 204, body: known.body });
  expect(house.mails[0]?.to).toEqual([{ name: "", address: "ann@example.com" }]);
});

test("a second letter within two minutes is not sent", async () => {
  const house = await createHouse();
  await house.signUp("ann@example.com");
  const body = { email: "ann@example.com" };
  for (let i = 0; i < 3; i++) await house.ask("POST /api/collections/users/request-password-reset", { body });
  await eventually(() => house.mails.length > 0);
  expect(house.mails).toHaveLength(1);
});

test("a reset token works once, signs out everybody, and verifies the address it was sent to", async () => {
  const house = await createHouse();
  const ann = await house.signUp("ann@example.com");
  const before = await house.token("ann@example.com");
  const body = { email: "ann@example.com" };
  await house.ask("POST /api/collections/users/request-password-reset", { body });
  await eventually(() => house.mails.length > 0);
  const token = house.mailedToken();
  const reset = () =>
    house.ask("POST /api/collections/users/confirm-password-reset", {
      body: { token, password: "a new password", passwordConfirm: "a new password" },
    });

  expect((await reset()).status).toBe(204);
  expect((await reset()).body.data.token.code).toBe("validation_invalid_token");
  expect((await house.ask("POST /api/collections/users/auth-refresh", { token: before })).status).toBe(401);
  expect((await house.signIn("ann@example.com", "a new password")).status).toBe(200);
  expect((await house.find("users", ann.id))?.get("verified")).toBe(true);
});

test("a token of one auth collection confirms nothing in another", async () => {
  const house = await createHouse();
  const ann = await house.signUp("ann@example.com");
  await house.ask("POST /api/collections", {
    token: house.root,
    body: { name: "members", type: "auth" },
  });
  const auth = house.app.service(Auth);
  const claims = { email: "ann@example.com", newEmail: "new@example.com" };
  const ask = async (what: string, kind: "verification" | "passwordReset" | "emailChange", more: object) => {
    const token = await auth.issueToken(ann, kind, { claims });
    const answer = await house.ask(`POST /api/collections/members/confirm-${what}`, {
      body: { token, ...more },
    });
    return answer.body.data.token.code;
  };
  const passwords = { password: "a new password", passwordConfirm: "a new password" };
  expect(await ask("verification", "verification", {})).toBe("validation_token_collection_mismatch");
  expect(await ask("password-reset", "passwordReset", passwords)).toBe(
    "validation_token_collection_mismatch",
  );
  expect(await ask("email-change", "emailChange", { password })).toBe("validation_token_collection_mismatch");
});

test("a verification token is for the address it was sent to", async () => {
  const house = await createHouse();
  const ann = await house.signUp("ann@example.com");
  const token = await house.app
    .service(Auth)
    .issueToken(ann, "verification", { claims: { email: "old@example.com" } });
  const answer = await house.ask("POST /api/collections/users/confirm-verification", { body: { token } });
  expect(answer.body.data.token.code).toBe("validation_token_email_mismatch");
});

test("an email is changed with token and password, and an address taken meanwhile is told to its password only", async () => {
  const house = await createHouse();
  const ann = await house.signUp("ann@example.com");
  const token = await house.app.service(Auth).issueToken(ann, "emailChange", {
    claims: { email: "ann@example.com", newEmail: "bob@example.com" },
  });
  const bob = await house.signUp("bob@example.com");
  const confirm = (given: string) =>
    house.ask("POST /api/collections/users/confirm-email-change", { body: { token, password: given } });

  expect(Object.keys((await confirm("wrong")).body.data)).toEqual(["password"]);
  expect((await confirm(password)).body.data.token.code).toBe("validation_invalid_token_email");
  await house.app.service(Records).delete(house.scope.db, bob);
  expect((await confirm(password)).status).toBe(204);
  expect((await house.find("users", ann.id))?.get("email")).toBe("bob@example.com");
  expect((await confirm(password)).body.data.token.code).toBe("validation_invalid_token");
});

test("verifying an address unlinks whoever linked themselves before, and voids their tokens", async () => {
  const house = await createHouse();
  const ann = await house.signUp("ann@example.com");
  const strangers = await house.token("ann@example.com");
  const link = {
    collectionRef: ann.collection.id,
    recordRef: ann.id,
    provider: "google",
    providerId: "stranger",
  };
  const made = await house.ask("POST /api/collections/_externalAuths/records", {
    token: house.root,
    body: link,
  });
  const token = await house.app
    .service(Auth)
    .issueToken(ann, "verification", { claims: { email: "ann@example.com" } });

  await house.ask("POST /api/collections/users/confirm-verification", { body: { token } });

  expect(made.status).toBe(200);
  expect(await house.find("_externalAuths", made.body.id)).toBeUndefined();
  expect((await house.ask("POST /api/collections/users/auth-refresh", { token: strangers })).status).toBe(
    401,
  );
});
