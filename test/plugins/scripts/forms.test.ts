import { expect, test } from "vitest";
import { answerOf } from "../../support/hooks.ts";

// What these say was seen on PocketBase 0.39.11.

const told = "const told = (work) => { try { return work() } catch (x) { return x.message } };";

test("the form for test letters tells what is missing", async () => {
  const answer = await answerOf(`${told}
    const form = new TestEmailSendForm($app);
    const before = told(() => form.submit());
    Object.assign(form, { email: "nope", template: "nope", collection: "nope" });
    const wrong = told(() => form.validate());
    Object.assign(form, { email: "a@example.com", template: "otp", collection: "users" });
    return e.json(200, [before, wrong, told(() => form.validate()) ?? "valid"]);`);
  expect(answer).toEqual([
    "email: cannot be blank; template: cannot be blank.",
    "collection: Must be a valid auth collection id or name.; email: must be a valid email address; template: must be a valid value.",
    "valid",
  ]);
});

test("the form for buckets knows two of them, and none that is not set up", async () => {
  const answer = await answerOf(`${told}
    const form = new TestS3FilesystemForm($app);
    const tried = (filesystem) => { form.filesystem = filesystem; return told(() => form.submit()) };
    return e.json(200, ["", "nope", "storage"].map(tried));`);
  expect(answer).toEqual([
    "filesystem: cannot be blank.",
    "filesystem: must be a valid value.",
    "S3 storage filesystem is not enabled",
  ]);
});

test("the form for Apple's client secret signs one", async () => {
  const { privateKey } = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, true, [
    "sign",
    "verify",
  ]);
  const der = Buffer.from(await crypto.subtle.exportKey("pkcs8", privateKey)).toString("base64");
  const pem = `-----BEGIN PRIVATE KEY-----\n${der}\n-----END PRIVATE KEY-----`;
  const answer = await answerOf(`${told}
    const form = new AppleClientSecretCreateForm($app);
    const keys = Object.keys(form).slice(0, 5);
    const empty = told(() => form.validate());
    Object.assign(form, { clientId: "x", teamId: "1234567890", keyId: "1234567890", duration: 1000 });
    form.privateKey = ${JSON.stringify(pem)};
    const { aud, iss, sub, exp, iat } = $security.parseUnverifiedJWT(form.submit());
    return e.json(200, [keys, empty, [].concat(aud), iss, sub, exp - iat]);`);
  expect(answer).toEqual([
    ["clientId", "teamId", "keyId", "privateKey", "duration"],
    "clientId: cannot be blank; duration: cannot be blank; keyId: cannot be blank; privateKey: cannot be blank; teamId: cannot be blank.",
    ["https://appleid.apple.com"],
    "1234567890",
    "x",
    1000,
  ]);
});
