import { expect, test } from "vitest";
import { writeFiles } from "../../support/hooks.ts";
import { startBackend } from "./backend.ts";
import { describeInBrowser, openSignedIn, patiently } from "./browser.ts";

describeInBrowser("running a server from the dashboard", () => {
  test("settings are saved page by page, and refusals stand beside their fields", async () => {
    const backend = await startBackend();
    const { page, at, picture } = await openSignedIn(backend, { expected: /api\/settings/ });
    await at("settings/application");
    await page.getByLabel("Name", { exact: true }).fill("Garden");
    await picture("settings");
    await page.getByRole("button", { name: "Save changes" }).click();
    await page.getByText("Saved.").waitFor();

    await at("settings/mail");
    await page.getByRole("switch", { name: "Use a mail server" }).check();
    await page.getByLabel("Host", { exact: true }).fill("");
    await page.getByRole("button", { name: "Save changes" }).click();
    await page.getByText("Cannot be blank.").waitFor();
    await page.getByRole("button", { name: "Discard" }).click();

    await at("settings/rate-limits");
    await page.getByRole("switch", { name: "Limit requests" }).check();
    await page.getByRole("button", { name: "Add a limit" }).click();
    await page.getByLabel("What").last().fill("POST /api/here");
    await page.keyboard.press("Control+s");
    await expect
      .poll(async () => (await backend.admin.settings.getAll()).rateLimits.enabled, patiently)
      .toBe(true);

    await at("settings/logs");
    await page.getByLabel("Keep for (days)").fill("9");
    await page.getByRole("button", { name: "Save changes" }).click();
    await expect.poll(async () => (await backend.admin.settings.getAll()).logs.maxDays, patiently).toBe(9);
    const saved = await backend.admin.settings.getAll();
    expect(saved).toMatchObject({
      meta: { appName: "Garden" },
      smtp: { enabled: false },
      rateLimits: { enabled: true },
    });
    expect(saved.rateLimits.rules.at(-1)).toMatchObject({ label: "POST /api/here" });
  });

  test("whoever would lock the door from outside is asked first", async () => {
    const backend = await startBackend();
    const { page, at } = await openSignedIn(backend);
    await at("settings/access");
    await page.getByText("Your address is").waitFor();
    await page
      .getByRole("textbox", { name: "Superusers only from" })
      .or(page.getByLabel("Superusers only from"))
      .first()
      .fill("203.0.113.9");
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Save changes" }).click();
    await page
      .getByRole("dialog", { name: "Lock yourself out?" })
      .getByRole("button", { name: "Cancel" })
      .click();

    expect((await backend.admin.settings.getAll()).superuserIPs).toEqual([]);
  });

  test("a backup is made and deleted", async () => {
    const backend = await startBackend();
    const { page, at, picture } = await openSignedIn(backend);
    await at("settings/backups");
    await page.getByLabel("Name", { exact: true }).fill("before_launch.zip");
    await page.getByRole("button", { name: "Back up now" }).click();
    await page.getByText("The backup is ready.").waitFor();
    await picture("backups");
    expect((await backend.admin.backups.getFullList()).map(({ key }) => key)).toEqual(["before_launch.zip"]);

    await page.getByRole("button", { name: "Delete: before_launch.zip" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
    await page.getByText("The backup is deleted.").waitFor();
    await page.getByText("No backups yet").waitFor();
  });

  test("a backup under way shows its steps, and one that failed says why", async () => {
    const backend = await startBackend();
    const { page, at, picture } = await openSignedIn(backend);
    const last = { kind: "create", key: "old.zip", ok: false, error: "No space left." };
    const running = {
      running: true,
      kind: "create",
      key: "new.zip",
      step: "files",
      done: 3_000_000,
      total: 9_000_000,
    };
    let told: object = { ...running, last };
    await page.route("**/api/isobase/backups/progress", (route) => route.fulfill({ json: told }));
    await at("settings/backups");
    await page.getByText("Writing new.zip").waitFor();
    await page.getByText("Files, 2.9 MiB of 8.6 MiB").waitFor();
    expect(await page.getByRole("progressbar").getAttribute("value")).toBe("3000000");
    await picture("backup-progress");
    told = { running: false, last };

    await page.getByText("old.zip: the last try failed. No space left.").waitFor();
  });

  test("a job is run now, and how it went is told", async () => {
    const { page, at, picture } = await openSignedIn(await startBackend());
    await at("settings/crons");
    const job = page.getByRole("row", { name: /__pbDBOptimize__/ });
    await job.getByRole("button", { name: "Run now" }).click();
    await page.getByText("__pbDBOptimize__ is started").waitFor();

    await job.getByText("by hand").waitFor();
    await job.getByText("Done").waitFor();
    await picture("crons");
  });

  test("SQL is run, asked about when it writes, kept in the history and exported", async () => {
    const { page, at, picture } = await openSignedIn(await startBackend(), { expected: /api\/sql/ });
    await at("sql");
    const editor = page.locator(".cm-content");
    await editor.fill("SELECT 1 AS one, NULL AS two");
    await page.keyboard.press("Control+Enter");
    await page.getByRole("cell", { name: "NULL" }).waitFor();
    await picture("sql");
    const [csv] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "Export as CSV" }).click(),
    ]);
    expect(csv.suggestedFilename()).toBe("query.csv");

    await editor.fill("DELETE FROM users WHERE 1 = 0");
    await page.getByRole("button", { name: "Run" }).click();
    await page.getByRole("button", { name: "Run it" }).click();
    await page.getByText("0 rows changed").waitFor();
    await editor.fill("SELECT nonsense FROM nowhere");
    await page.getByRole("button", { name: "Run" }).click();
    await page.getByText("no such table").waitFor();
    await page.getByRole("button", { name: "Recent queries" }).click();
    await page.getByRole("button", { name: "SELECT 1 AS one, NULL AS two" }).click();

    expect(await editor.textContent()).toBe("SELECT 1 AS one, NULL AS two");
  });

  test("logs are searched, opened and followed live", async () => {
    const backend = await startBackend();
    const { page, at, picture } = await openSignedIn(backend);
    await at("logs");
    // Entries are written in batches, a few seconds late.
    await expect.poll(async () => (await backend.admin.logs.getList(1, 1)).items.length, patiently).toBe(1);
    await page.getByRole("button", { name: "Live" }).click();
    await page
      .getByRole("button", { name: /auth-with-password/ })
      .first()
      .waitFor();
    await picture("logs");
    await page
      .getByRole("button", { name: /auth-with-password/ })
      .first()
      .click();
    await page.getByRole("dialog", { name: "Log entry" }).getByText("userAgent").waitFor();
    await page.keyboard.press("Escape");
    await page.getByLabel("Search the logs").fill("surely not in there");

    await page.getByText("Nothing logged").waitFor();
  });

  test("a script is seen at work, suspended, resumed, and its mistake shown where it is", async () => {
    const backend = await startBackend();
    const { page, at, picture } = await openSignedIn(backend, { expected: /api\/bad/ });
    const ask = (route: string) => fetch(new URL(route, backend.url));
    await at("hooks");
    await page.getByRole("heading", { name: "No scripts yet" }).waitFor();
    const script = `routerAdd("GET", "/api/good", (e) => e.json(200, {}));
routerAdd("GET", "/api/bad", (e) => { throw new Error("not today"); });
onRecordCreate((e) => e.next(), "users");
cronAdd("nightly", "0 3 * * *", () => {});`;
    await writeFiles(backend.hooksDir, { "a.pb.ts": script });
    const card = page.getByRole("article").filter({ hasText: "a.pb.ts" });
    await card.getByText("onRecordCreate users").waitFor();
    await ask("/api/good");
    await ask("/api/bad");
    await card.getByText("not today").first().waitFor();
    await card.getByText("nightly 0 3 * * *").waitFor();
    await picture("hooks");

    await card.getByRole("button", { name: "Suspend" }).click();
    await card.getByText("It does not run").waitFor();
    expect((await ask("/api/good")).status).toBe(404);
    await picture("hooks-suspended");
    await card.getByRole("button", { name: "Resume" }).click();
    await card.getByText("Running", { exact: true }).waitFor();
    expect((await ask("/api/good")).status).toBe(200);

    await writeFiles(backend.hooksDir, { "a.pb.ts": `${script}\nnothing.there;` });
    await card.getByText("nothing is not defined").waitFor();
    await page.getByText("what ran before still runs").waitFor();
    await picture("hooks-refused");
    expect((await ask("/api/good")).status).toBe(200);

    await at("problems");
    await page.getByText("nothing is not defined").waitFor();
    await picture("problems");
  });
});
