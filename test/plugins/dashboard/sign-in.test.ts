import { expect, test } from "vitest";
import { startBackend, superuser } from "./backend.ts";
import { describeInBrowser, openPage } from "./browser.ts";

describeInBrowser("signing in to the dashboard", () => {
  test("a superuser signs in, comes back after a reload, and signs out", async () => {
    const backend = await startBackend();
    const { page, at, picture } = await openPage(backend);
    await at("");
    await picture("sign-in");

    await page.getByLabel("Email").fill(superuser.email);
    await page.getByLabel("Password", { exact: true }).fill(superuser.password);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("heading", { name: "Collections", level: 1 }).waitFor();
    await page.reload();
    await page.getByRole("heading", { name: "Collections", level: 1 }).waitFor();

    await page.getByRole("button", { name: "Account" }).click();
    await page.getByRole("menuitem", { name: "Sign out" }).click();
    await page.getByRole("heading", { name: "Sign in" }).waitFor();
    expect(await page.evaluate(() => localStorage.getItem("isobase_superuser"))).toBeNull();
  });

  test("a wrong password is refused where it was typed, and the place one wanted is kept", async () => {
    const backend = await startBackend();
    const { page, at } = await openPage(backend, { expected: /auth-with-password/ });
    await at("settings/mail");

    await page.getByLabel("Email").fill(superuser.email);
    await page.getByLabel("Password", { exact: true }).fill("wrong wrong wrong");
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByText("Email or password do not match.").waitFor();
    await page.getByLabel("Password", { exact: true }).fill(superuser.password);
    await page.getByRole("button", { name: "Sign in" }).click();

    await page.getByRole("heading", { name: "Mail", level: 1 }).waitFor();
  });

  test("pages that mails lead to say what to do with a link that is no good", async () => {
    const { page, at } = await openPage(await startBackend(), { expected: /confirm-verification/ });
    const seen: string[] = [];
    for (const place of [
      "auth/confirm-verification/x",
      "auth/confirm-password-reset/x",
      "auth/confirm-email-change/x",
      "auth/oauth2-redirect-success",
      "auth/oauth2-redirect-failure",
      "pbinstall/x",
      "request-password-reset",
    ]) {
      await at(place);
      const title = page.getByRole("heading", { level: 1 });
      await title.filter({ hasNotText: "Confirming" }).waitFor();
      seen.push((await title.textContent()) ?? "");
    }

    expect(seen).toEqual([
      "This link is no longer valid.",
      "This link is not complete.",
      "This link is not complete.",
      "You are signed in.",
      "Signing in did not work.",
      "This installer link is no longer valid.",
      "Forgotten password",
    ]);
  });

  test("the first superuser is made through the link that the server prints", async () => {
    const { url, admin } = await startBackend();
    const installer = await admin.collection("_superusers").create({
      email: "__pbinstaller@example.com",
      password: "1234567890",
      passwordConfirm: "1234567890",
    });
    const { authStore } = await admin.collection("_superusers").impersonate(installer.id, 600);
    const { page, at, picture } = await openPage({ url });
    await at(`pbinstall/${authStore.token}`);
    await picture("install");

    await page.getByLabel("Email").fill("first@example.com");
    await page.getByLabel("Password", { exact: true }).fill("a long sentence");
    await page.getByLabel("Repeat the password").fill("a long sentence");
    await page.getByRole("button", { name: "Create the account" }).click();

    await page.getByRole("heading", { name: "Collections", level: 1 }).waitFor();
    const names = await admin.collection("_superusers").getFullList();
    expect(names.map(({ email }) => email)).toContain("first@example.com");
  });
});
