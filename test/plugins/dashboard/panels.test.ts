import { writeFile } from "node:fs/promises";
import path from "node:path";
import PocketBase from "pocketbase";
import { expect, test } from "vitest";
import rating from "../../../docs/examples/rating/plugin.ts";
import { definePlugin } from "../../../kernel/index.ts";
import type { Plugin } from "../../../kernel/plugins/plugin.ts";
import { Panels, UiExtensions } from "../../../plugins/dashboard/contract.ts";
import { createTestApp } from "../../support/app.ts";
import { temporaryFolder } from "../../support/folder.ts";
import { freePort } from "../../support/server.ts";
import { type Backend, superuser } from "./backend.ts";
import { describeInBrowser, openSignedIn, patiently } from "./browser.ts";

const fixture = (name: string): string => path.join(import.meta.dirname, "fixtures", name);

const hostile = definePlugin({
  name: "hostile",
  summary: "A panel that tries what it must not.",
  setup(scope) {
    scope.contribute(Panels, {
      id: "hostile",
      title: "Hostile",
      folder: fixture("hostile"),
      at: "record",
      collections: ["posts"],
      changes: ["rating"],
      calls: ["GET /api/hostile/{x}"],
    });
  },
});

/** The house with one plugin more, in this process; posts with a rating and something secret. */
async function serveWith(extra: Plugin): Promise<Backend & { readonly postId: string }> {
  const app = await createTestApp({ extra: [extra] });
  const port = await freePort();
  await app.serve({ host: "127.0.0.1", port });
  const upsert = app.commands
    .find(({ name }) => name === "superuser")
    ?.commands?.find(({ name }) => name === "upsert");
  await upsert?.run?.({
    args: [superuser.email, superuser.password],
    flags: {},
    kernel: app,
    print: () => {},
  });
  const server = `http://127.0.0.1:${port}`;
  const admin = new PocketBase(server);
  admin.autoCancellation(false);
  await admin.collection("_superusers").authWithPassword(superuser.email, superuser.password);
  await admin.collections.create({
    name: "posts",
    type: "base",
    fields: [
      { name: "title", type: "text" },
      { name: "rating", type: "number" },
      { name: "secret", type: "text", hidden: true },
    ],
  });
  const { id } = await admin.collection("posts").create({ title: "two words", rating: 2, secret: "hush" });
  return { url: `${server}/_/`, admin, hooksDir: app.config.hooksDir, postId: id };
}

describeInBrowser("panels of plugins", () => {
  test("a field editor, a tab and a page of a plugin work as its documentation says", async () => {
    const backend = await serveWith(rating as Plugin);
    const { page, at, picture } = await openSignedIn(backend);
    await at(`collections/posts?record=${backend.postId}`);
    const stars = page.frameLocator('iframe[title="Stars"]');
    await stars.getByRole("radio", { name: "4 of 5" }).click();
    await stars.locator('[aria-checked="true"]').nth(3).waitFor();
    await picture("panel-field");

    await page.getByRole("button", { name: "About" }).click();
    const about = page.frameLocator('iframe[title="About"]');
    await about.getByText("2 words in the title").waitFor();
    const title = page.getByLabel("title", { exact: true });
    // The panel draws itself anew with every state it is told: a click in that moment hits nothing, and is made again.
    const clicked = async () => {
      await about.getByRole("button", { name: "Title in capitals" }).click();
      return await title.inputValue();
    };
    await expect.poll(clicked, { ...patiently, interval: 500 }).toBe("TWO WORDS");
    await picture("panel-tab");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page.getByText("Saved").first().waitFor();
    expect(await backend.admin.collection("posts").getOne(backend.postId)).toMatchObject({
      title: "TWO WORDS",
      rating: 4,
    });

    await page.getByRole("link", { name: "Ratings" }).click();
    const totals = page.frameLocator('iframe[title="Ratings"]');
    await totals.getByText("★★★★ 1").waitFor();
    await picture("panel-page");
    const shade = () => totals.locator("html").evaluate((html) => getComputedStyle(html).colorScheme);
    expect(await shade()).toBe("light");
    await page.getByRole("button", { name: "Appearance" }).click();
    await page
      .getByRole("menuitem", { name: "Dark" })
      .or(page.getByRole("menuitemradio", { name: "Dark" }))
      .click();

    await expect.poll(shade, patiently).toBe("dark");
  });

  test("somebody led on by a button of a panel gets there", async () => {
    const backend = await serveWith(rating as Plugin);
    const { page, at } = await openSignedIn(backend);
    await at(`collections/posts?record=${backend.postId}`);
    await page.getByRole("button", { name: "About" }).click();
    await page.frameLocator('iframe[title="About"]').getByRole("button", { name: "All posts" }).click();

    await page.getByRole("dialog").waitFor({ state: "detached" });
  });

  test("a hostile panel reaches neither session nor page nor server, and sees nothing secret", async () => {
    const backend = await serveWith(hostile as Plugin);
    const { page, at } = await openSignedIn(backend, {
      expected: /panels\/hostile|Content Security|Unsafe attempt|Blocked|sandbox/,
    });
    await at(`collections/posts?record=${backend.postId}`);
    await page.getByRole("button", { name: "Hostile" }).click();
    const frame = page.frameLocator('iframe[title="Hostile"]');
    await frame.locator("#tried[data-done]").waitFor();

    const outcomes = await frame.locator("#tried li").allTextContents();
    expect(outcomes.filter((line) => !line.endsWith(": refused"))).toEqual([]);
    expect(outcomes).toHaveLength(18);
    const known = JSON.parse((await frame.locator("pre").textContent()) ?? "");
    expect(known).toEqual({ id: backend.postId, title: "two words", rating: 2 });
    expect(page.url()).toContain("/_/#/collections/posts");
  });
});

test("a panel's files say what they may do, and nothing outside of its folder is one of them", async () => {
  const app = await createTestApp({ extra: [hostile as Plugin] });
  const page = await app.inject("/_/panels/hostile/");
  const outside = await app.inject("/_/panels/hostile/..%2f..%2fpanels.test.ts");
  const script = await app.inject({ url: "/_/panels/hostile/hostile.js", headers: { origin: "null" } });

  expect(page.headers["content-security-policy"]).toMatch(/^sandbox allow-scripts; default-src 'none'/);
  expect(page.headers["content-security-policy"]).toContain("connect-src 'none'");
  expect(script.headers["access-control-allow-origin"]).toBe("*");
  expect([page.statusCode, outside.statusCode]).toEqual([200, 404]);
  expect((await app.inject("/_/panels/nobody/")).statusCode).toBe(404);
  expect((await app.inject("/api/isobase/panels")).statusCode).toBe(401);
});

test("scripts for the dashboard's own page are put together, each in a function of its own", async () => {
  const folder = await temporaryFolder();
  await writeFile(path.join(folder, "main.js"), "globalThis.seen = true;");
  const extending = definePlugin({
    name: "extending",
    summary: "Adds a script.",
    setup: (scope) => scope.contribute(UiExtensions, { name: "own", folder }),
  });
  const app = await createTestApp({ extra: [extending as Plugin] });

  const { body, headers } = await app.inject("/_/extensions.js");

  expect(body).toBe("await (async () => {\nglobalThis.seen = true;\n})();\n");
  expect(headers["content-type"]).toMatch(/^text\/javascript/);
  expect((await app.inject("/_/extensions/own/main.js")).body).toBe("globalThis.seen = true;");
});
