import { describe, expect, test } from "vitest";
import { onRecordAuthRequest, onRecordAuthWithPasswordRequest } from "../../../plugins/auth/contract.ts";
import { onMailerSend } from "../../../plugins/mailer/contract.ts";
import { Records } from "../../../plugins/records/contract.ts";
import { createHouse, eventually, type House, password } from "./house.ts";

async function houseWithOtp(change: object = {}): Promise<House> {
  const house = await createHouse();
  await house.signUp("ann@example.com");
  await house.configure({ otp: { enabled: true }, ...change });
  return house;
}

async function requestOtp(house: House): Promise<{ otpId: string; code: string }> {
  const sent = house.mails.length;
  const { body } = await house.ask("POST /api/collections/users/request-otp", {
    body: { email: "ann@example.com" },
  });
  const mail = await eventually(() => house.mails[sent]);
  const [, code = ""] = /<strong>(\d+)<\/strong>/.exec(mail.html) ?? [];
  await eventuallyNoted(house, body.otpId);
  return { otpId: body.otpId, code };
}

/** The addressee is written down after the mail is handed over. */
async function eventuallyNoted(house: House, otpId: string): Promise<void> {
  for (let turns = 0; turns < 200; turns++) {
    if ((await house.find("_otps", otpId))?.get("sentTo") !== "") return;
  }
}

const withOtp = (house: House, otpId: string, code: string, extra: object = {}) =>
  house.ask("POST /api/collections/users/auth-with-otp", { body: { otpId, password: code, ...extra } });

describe("one-time passwords", () => {
  test("one is good once, even when it is used twice at the same moment", async () => {
    const house = await houseWithOtp();
    const { otpId, code } = await requestOtp(house);
    expect(code).toMatch(/^\d{8}$/);
    const answers = await Promise.all([withOtp(house, otpId, code), withOtp(house, otpId, code)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 400]);
    expect((await withOtp(house, otpId, code)).body.message).toBe("Invalid or expired OTP.");
  });

  test("guessing one ends after five tries, the right one included", async () => {
    const house = await houseWithOtp();
    const { otpId, code } = await requestOtp(house);
    const statuses = [];
    for (let i = 0; i < 6; i++) statuses.push((await withOtp(house, otpId, "00000000")).status);
    expect(statuses).toEqual([400, 400, 400, 400, 400, 429]);
    expect(await withOtp(house, otpId, code)).toMatchObject({
      status: 429,
      body: { message: "Too many attempts, please try again later with a new OTP." },
    });
  });

  test("an unknown address gets an id that looks like any other, and no mail", async () => {
    const house = await houseWithOtp();
    const { status, body } = await house.ask("POST /api/collections/users/request-otp", {
      body: { email: "nobody@example.com" },
    });
    expect(status).toBe(200);
    expect(body.otpId).toMatch(/^[a-z0-9]{15}$/);
    expect((await withOtp(house, body.otpId, "00000000")).status).toBe(400);
    expect(house.mails).toHaveLength(0);
  });

  test("one of another collection, one that is too old and one whose record has a new password are no good", async () => {
    const house = await houseWithOtp();
    await house.ask("POST /api/collections", {
      token: house.root,
      body: { name: "members", type: "auth", otp: { enabled: true } },
    });
    const foreign = await requestOtp(house);
    const elsewhere = await house.ask("POST /api/collections/members/auth-with-otp", {
      body: { otpId: foreign.otpId, password: foreign.code },
    });
    expect(elsewhere.status).toBe(400);
    await house.scope.db.run({
      text: "UPDATE _otps SET created = '2020-01-01 00:00:00.000Z' WHERE id = ?",
      values: [foreign.otpId],
    });
    expect((await withOtp(house, foreign.otpId, foreign.code)).status).toBe(400);

    const stale = await requestOtp(house);
    const { record } = (await house.signIn("ann@example.com")).body;
    const ann = await house.find("users", record.id);
    ann?.set("password", "another one");
    if (ann !== undefined) await house.app.service(Records).save(house.scope.db, ann);
    expect((await withOtp(house, stale.otpId, stale.code)).status).toBe(400);
  });

  test("whoever read the mail owns the address: a password set before is void", async () => {
    const house = await houseWithOtp();
    const { otpId, code } = await requestOtp(house);
    const answer = await withOtp(house, otpId, code);
    expect(answer.body.record).toMatchObject({ verified: true, email: "ann@example.com" });
    expect((await house.signIn("ann@example.com")).status).toBe(400);
  });

  test("a mail that cannot be sent leaves no one-time password behind", async () => {
    const house = await houseWithOtp();
    const { onMailerSend } = await import("../../../plugins/mailer/contract.ts");
    house.scope.on(onMailerSend, () => Promise.reject(new Error("no way out")), { priority: -1 });
    const { body } = await house.ask("POST /api/collections/users/request-otp", {
      body: { email: "ann@example.com" },
    });
    for (let turns = 0; turns < 1000; turns++)
      if ((await house.find("_otps", body.otpId)) === undefined) break;
    expect(await house.find("_otps", body.otpId)).toBeUndefined();
  });
});

describe("two factors", () => {
  const mfa = { mfa: { enabled: true } };

  test("one factor is not enough, the other one is, in either order", async () => {
    const house = await houseWithOtp(mfa);
    const first = await house.signIn("ann@example.com");
    expect(first).toEqual(expect.objectContaining({ status: 401, body: { mfaId: expect.any(String) } }));
    const one = await requestOtp(house);
    expect((await withOtp(house, one.otpId, one.code, { mfaId: first.body.mfaId })).status).toBe(200);

    const two = await requestOtp(house);
    const other = await withOtp(house, two.otpId, two.code);
    expect(other.status).toBe(401);
    expect((await house.signIn("ann@example.com", password, { mfaId: other.body.mfaId })).status).toBe(200);
  });

  test("the same factor twice is one factor", async () => {
    const house = await houseWithOtp(mfa);
    const { mfaId } = (await house.signIn("ann@example.com")).body;
    const again = await house.signIn("ann@example.com", password, { mfaId });
    expect(again).toMatchObject({
      status: 400,
      body: { message: "A different authentication method is required." },
    });
  });

  test("a session is good once, for its own record, and for so long", async () => {
    const house = await houseWithOtp(mfa);
    await house.signUp("bob@example.com");
    const bobs = (await house.signIn("bob@example.com")).body.mfaId;
    const foreign = await requestOtp(house);
    expect((await withOtp(house, foreign.otpId, foreign.code, { mfaId: bobs })).body.message).toBe(
      "Invalid MFA session.",
    );

    const { mfaId } = (await house.signIn("ann@example.com")).body;
    const one = await requestOtp(house);
    expect((await withOtp(house, one.otpId, one.code, { mfaId })).status).toBe(200);
    const two = await requestOtp(house);
    expect((await withOtp(house, two.otpId, two.code, { mfaId })).body.message).toBe(
      "Invalid or expired MFA session.",
    );

    const old = (await house.signIn("ann@example.com")).body.mfaId;
    await house.scope.db.run({ text: "UPDATE _mfas SET created = '2020-01-01 00:00:00.000Z'", values: [] });
    const three = await requestOtp(house);
    expect((await withOtp(house, three.otpId, three.code, { mfaId: old })).status).toBe(400);
  });

  test("a rule decides who needs the second one", async () => {
    const house = await houseWithOtp({ mfa: { enabled: true, rule: "name = 'careful'" } });
    expect((await house.signIn("ann@example.com")).status).toBe(200);
    await house.signUp("bob@example.com", { name: "careful" });
    expect((await house.signIn("bob@example.com")).status).toBe(401);
  });
});

describe("what handlers around a sign-in hear", () => {
  test("that a second factor is missing, as an error, though the answer is sent", async () => {
    const house = await houseWithOtp({ mfa: { enabled: true } });
    const heard: unknown[] = [];
    house.scope.on(onRecordAuthWithPasswordRequest, async (e) => {
      await e.next();
      heard.push("signed in");
    });
    house.scope.on(onRecordAuthRequest, async (e) => {
      await Promise.resolve(e.next()).catch((error: unknown) => {
        heard.push(String(error));
        throw error;
      });
    });

    const { status, body } = await house.signIn("ann@example.com");

    expect(status).toBe(401);
    expect(body).toEqual({ mfaId: expect.stringMatching(/^[a-z0-9]{15}$/) });
    expect(heard).toEqual(["MfaRequired: mfa required"]);
  });

  test("a place whose mail could not be sent is new the next time, too", async () => {
    const house = await createHouse();
    await house.signUp("ann@example.com");
    await house.signIn("ann@example.com");
    const tried: string[] = [];
    house.scope.on(
      onMailerSend,
      (e) => {
        tried.push(e.message.subject);
        throw new Error("no mail today");
      },
      { priority: -1 },
    );

    const elsewhere = { body: { identity: "ann@example.com", password }, headers: { "user-agent": "other" } };
    const signIn = () => house.ask("POST /api/collections/users/auth-with-password", elsewhere);
    const statuses = [(await signIn()).status, (await signIn()).status];

    expect(statuses).toEqual([200, 200]);
    expect(tried).toHaveLength(2);
  });
});
