import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createConfig } from "../../../kernel/config.ts";
import { createKernel, type KernelHandle } from "../../../kernel/kernel.ts";
import { definePlugin } from "../../../kernel/plugins/plugin.ts";
import { type Collection, Collections } from "../../../plugins/collections/contract.ts";
import { Mailer, type MailMessage, onMailerSend, TestLetters } from "../../../plugins/mailer/contract.ts";
import mailer from "../../../plugins/mailer/plugin.ts";
import { Viewer } from "../../../plugins/records/contract.ts";
import { Settings, type SettingsValues } from "../../../plugins/settings/contract.ts";
import { openSmtpSink, type SmtpSink } from "./smtp-sink.ts";

let dir: string;
let sink: SmtpSink;
let kernel: KernelHandle;
let smtp: SettingsValues["smtp"];
let hook: ((message: MailMessage) => boolean) | undefined;

const values = {
  get smtp() {
    return smtp;
  },
  meta: { senderName: "Support", senderAddress: "support@example.com" },
} as SettingsValues;

const ground = definePlugin({
  name: "ground",
  summary: "Stands in for what the mailer needs.",
  provides: { settings: Settings, collections: Collections },
  setup(scope) {
    scope.on(onMailerSend, async (e) => {
      if (hook?.(e.message) !== false) await e.next();
    });
    scope.middleware({
      before: (e) => e.set(Viewer, { record: undefined, isSuperuser: e.header("authorization") === "root" }),
    });
    scope.contribute(TestLetters, {
      template: "otp",
      send: (db, collection, email) =>
        kernel.service(Mailer).send(db, { to: [{ name: "", address: email }], subject: collection.name }),
    });
    const find = (_db: unknown, name: string) =>
      name === "_superusers" ? ({ name, isAuth: true } as Collection) : undefined;
    return { settings: { values } as Settings, collections: { find } as Collections };
  },
});

beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), "mailer-"));
  sink = await openSmtpSink();
  hook = undefined;
  smtp = {
    enabled: true,
    host: "127.0.0.1",
    port: sink.port,
    username: "",
    password: "",
    authMethod: "",
    tls: false,
    localName: "",
  };
  kernel = await createKernel({ config: createConfig({ dir }, dir), plugins: [ground, mailer] });
  await kernel.bootstrap();
});

afterEach(async () => {
  await kernel.terminate();
  await sink.close();
  await rm(dir, { recursive: true });
});

const letter: Partial<MailMessage> = {
  to: [{ name: "Ann", address: "ann@example.com" }],
  bcc: [{ name: "", address: "hidden@example.com" }],
  subject: "Grüße",
  html: "<p>Hello <b>Ann</b></p>",
};

function send(message: Partial<MailMessage>): Promise<void> {
  return kernel.service(Mailer).send({} as never, message);
}

test("a message goes out with text made from its HTML, and from the sender of the settings", async () => {
  await send(letter);

  const [mail] = sink.mails;
  expect(mail?.commands).toEqual([
    "EHLO localhost",
    "MAIL FROM:<support@example.com>",
    "RCPT TO:<ann@example.com>",
    "RCPT TO:<hidden@example.com>",
    "DATA",
  ]);
  expect(mail?.source).toContain("From: Support <support@example.com>");
  expect(mail?.source).toContain("\r\nHello Ann\r\n");
  expect(mail?.source).toContain("<p>Hello <b>Ann</b></p>");
  expect(mail?.source).not.toContain("hidden@example.com");
});

test("attachments, inline images and headers travel along", async () => {
  await send({
    ...letter,
    headers: { "X-Kind": "greeting" },
    attachments: { "note.txt": Buffer.from("hello") },
    inlineAttachments: { "logo.png": Buffer.from("png") },
  });

  const source = sink.mails[0]?.source ?? "";
  expect(source).toContain("X-Kind: greeting");
  expect(source).toContain("Content-Disposition: attachment; filename=note.txt");
  expect(source).toContain("Content-ID: <logo.png>");
  expect(source).toContain("aGVsbG8=");
});

test.each([
  ["", "AUTH PLAIN AHUAcA=="],
  ["LOGIN", "AUTH LOGIN"],
])("signs in by method '%s'", async (authMethod, command) => {
  smtp = { ...smtp, username: "u", password: "p", authMethod, localName: "app.example.com" };

  await send(letter);

  expect(sink.mails[0]?.commands.slice(0, 2)).toEqual(["EHLO app.example.com", command]);
});

test("a password is not sent in the clear to another machine", async () => {
  smtp = { ...smtp, host: "127.0.0.2", username: "u", password: "p" };

  await expect(send(letter)).rejects.toThrow(/STARTTLS|TLS/);
});

test("a hook may change a message, or keep it from being sent", async () => {
  hook = (message) => {
    message.subject = "changed";
    return true;
  };
  await send(letter);
  hook = () => false;
  await send(letter);

  expect(sink.mails.map(({ source }) => /Subject: (.*)\r/.exec(source)?.[1])).toEqual(["changed"]);
});

test("without SMTP the local sendmail program is handed the message", async () => {
  smtp = { ...smtp, enabled: false };
  const program = path.join(dir, "sendmail");
  await writeFile(program, `#!/bin/sh\necho "$@" > ${dir}/arguments\n/bin/cat > ${dir}/letter\n`, {
    mode: 0o755,
  });
  const before = process.env.PATH;
  process.env.PATH = dir;
  try {
    await send(letter);
  } finally {
    process.env.PATH = before;
  }

  expect(await readFile(path.join(dir, "arguments"), "utf8")).toMatch(/ann@example\.com hidden@example\.com/);
  expect(await readFile(path.join(dir, "letter"), "utf8")).toContain("Hello Ann");
});

test("without SMTP and without sendmail the sender is told so", async () => {
  smtp = { ...smtp, enabled: false };
  const before = process.env.PATH;
  process.env.PATH = "";
  try {
    await expect(send(letter)).rejects.toThrow("failed to locate a sendmail executable path");
  } finally {
    process.env.PATH = before;
  }
});

function ask(payload: object, authorization = "root") {
  return kernel.inject({
    method: "POST",
    url: "/api/settings/test/email",
    headers: { authorization },
    payload,
  });
}

test("the operator can try a letter out", async () => {
  const answer = await ask({ email: "a@b.co", template: "otp" });

  expect(answer.statusCode).toBe(204);
  expect(sink.mails[0]?.source).toContain("Subject: _superusers");
});

test("a test that fails says why", async () => {
  await sink.close();
  const answer = await ask({ email: "a@b.co", template: "otp" });
  sink = await openSmtpSink();

  expect(answer.statusCode).toBe(400);
  expect(answer.json().message).toMatch(/^Failed to send the test email\. Raw error: \n.*ECONNREFUSED/);
});

test("what is wrong with a test request is told by field", async () => {
  const empty = await ask({});
  const wrong = await ask({ email: "a@b.co", template: "x", collection: "nope" });
  const guest = await ask({}, "");

  expect(empty.json().data).toEqual({
    email: { code: "validation_required", message: "Cannot be blank." },
    template: { code: "validation_required", message: "Cannot be blank." },
  });
  expect(Object.keys(wrong.json().data)).toEqual(["collection", "template"]);
  expect(guest.statusCode).toBe(401);
});
