import type PocketBase from "pocketbase";
import { expect, onTestFinished, test } from "vitest";
import { openSmtpSink, type SmtpSink } from "../mailer/smtp-sink.ts";
import { type Backend, startBackend, superuser } from "./backend.ts";
import { describeInBrowser, openPage, patiently } from "./browser.ts";

/** A backend whose mails can be read. */
async function startWithMail(): Promise<Backend & { readonly sink: SmtpSink }> {
  const sink = await openSmtpSink();
  onTestFinished(() => sink.close());
  const backend = await startBackend();
  await backend.admin.settings.update({
    smtp: { enabled: true, host: "127.0.0.1", port: sink.port, tls: false },
    meta: { appURL: backend.url.replace(/\/_\/$/, "") },
  });
  return { ...backend, sink };
}

/** What is found in the mail that comes next; soft line breaks taken out. */
async function inNextMail(sink: SmtpSink, from: number, wanted: RegExp): Promise<string> {
  await expect.poll(() => sink.mails.length, patiently).toBeGreaterThan(from);
  const text = (sink.mails[from]?.source ?? "").replace(/=\r\n/g, "").replaceAll("=3D", "=");
  return wanted.exec(text)?.[1] ?? `nothing like that in ${text}`;
}

// Superusers who may use codes are always asked for both proofs.
const askForCodes = (admin: PocketBase): Promise<unknown> =>
  admin.collections.update("_superusers", { otp: { enabled: true, duration: 180, length: 8 } });

// Between tags: other numbers of eight digits stand in the head of the mail.
const code = />(\d{8})</;

describeInBrowser("signing in with what comes by mail", () => {
  test("a superuser begins with a one-time code, the wrong one first, and goes on with the password", async () => {
    const { url, admin, sink } = await startWithMail();
    await askForCodes(admin);
    const { page, at, picture } = await openPage({ url }, { expected: /auth-with-otp|auth-with-password/ });
    await at("login");

    await page.getByRole("button", { name: "Sign in with a one-time code" }).click();
    await page.getByLabel("Email").fill(superuser.email);
    await page.getByRole("button", { name: "Send me a code" }).click();
    await page.getByLabel("One-time code").fill("00000000");
    await picture("sign-in-code");
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await page.getByText("That code is wrong or has expired.").waitFor();
    await page.getByLabel("One-time code").fill(await inNextMail(sink, 0, code));
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await page.getByRole("heading", { name: "One more step" }).waitFor();
    await page.getByLabel("Password", { exact: true }).fill(superuser.password);
    await page.getByRole("button", { name: "Sign in", exact: true }).click();

    await page.getByRole("heading", { name: "Collections", level: 1 }).waitFor();
  });

  test("where two proofs are wanted, the code comes after the password and another can be asked for", async () => {
    const { url, admin, sink } = await startWithMail();
    await askForCodes(admin);
    const { page, at, picture } = await openPage({ url }, { expected: /auth-with-password/ });
    await at("login");

    await page.getByLabel("Email").fill(superuser.email);
    await page.getByLabel("Password", { exact: true }).fill(superuser.password);
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await page.getByRole("heading", { name: "One more step" }).waitFor();
    await inNextMail(sink, 0, code);
    await picture("sign-in-second");
    await page.getByRole("button", { name: "Send another code" }).click();
    await page.getByLabel("One-time code").fill(await inNextMail(sink, 1, code));
    await page.getByRole("button", { name: "Sign in", exact: true }).click();

    await page.getByRole("heading", { name: "Collections", level: 1 }).waitFor();
  });

  test("whoever forgot the password sets a new one through the link in the mail", async () => {
    const { url, sink } = await startWithMail();
    const { page, at, picture } = await openPage({ url });
    await at("login");
    await page.getByRole("link", { name: "Forgotten your password?" }).click();
    await page.getByLabel("Email").fill(superuser.email);
    await page.getByRole("button", { name: "Send the link" }).click();
    await page.getByText("the link is on its way there").waitFor();
    const token = await inNextMail(sink, 0, /confirm-password-reset\/([\w.-]+)/);

    await at(`auth/confirm-password-reset/${token}`);
    await page.getByLabel("New password").fill("quite another one");
    await page.getByLabel("Repeat the password").fill("quite another one");
    await picture("new-password");
    await page.getByRole("button", { name: "Set a new password" }).click();
    await page.getByRole("link", { name: "Back to sign-in" }).click();
    await page.getByLabel("Email").fill(superuser.email);
    await page.getByLabel("Password", { exact: true }).fill("quite another one");
    await page.getByRole("button", { name: "Sign in", exact: true }).click();

    await page.getByRole("heading", { name: "Collections", level: 1 }).waitFor();
  });
});
