import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import type { AxeResults } from "axe-core";
import { expect, test, vi } from "vitest";
import { startBackend } from "./backend.ts";
import { describeInBrowser, openPage, openSignedIn, type View } from "./browser.ts";
import { fillWithSamples } from "./sample.ts";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const built = path.resolve(import.meta.dirname, "../../../dist/plugins/dashboard/ui");

const places = [
  "collections",
  "collections/~rules",
  "collections/~diagram",
  "collections/~export",
  "collections/~import",
  "collections/+",
  "collections/posts",
  "collections/posts?record=%2B",
  "collections/posts/fields",
  "collections/posts/rules",
  "collections/posts/indexes",
  "collections/posts/api",
  "collections/users/auth",
  "collections/users/mail",
  "logs",
  "sql",
  "hooks",
  "problems",
  "settings/application",
  "settings/mail",
  "settings/storage",
  "settings/backups",
  "settings/crons",
  "settings/rate-limits",
  "settings/access",
  "settings/logs",
];

/** What axe finds that keeps people out, as readable lines. */
async function findSerious({ page }: View, place: string): Promise<string[]> {
  // Axe is put in through the debugger, which the page's policy does not bind.
  await page.evaluate(axe);
  const results = (await page.evaluate("axe.run({ resultTypes: ['violations'] })")) as AxeResults;
  return results.violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${place}: ${id}: ${html.slice(0, 160)}`));
}

/** The same, of what stays: what is still fading in has no contrast yet. */
async function findLasting(view: View, place: string): Promise<string[]> {
  let found: string[] = [];
  const isClear = async (): Promise<void> => {
    found = await findSerious(view, place);
    expect(found).toEqual([]);
  };
  await vi.waitFor(isClear, { timeout: 10_000, interval: 500 }).catch(() => {}); // told with those of other places
  return found;
}

async function settle({ page }: View): Promise<void> {
  await page.locator("main").waitFor();
  await page.waitForLoadState("networkidle");
  await page.waitForFunction(() =>
    document
      .getAnimations()
      .every((a) => a.playState !== "running" || a.effect?.getTiming().iterations === Infinity),
  );
}

describeInBrowser("good manners of the dashboard", () => {
  for (const scheme of ["light", "dark"] as const) {
    test(`no screen keeps people out (${scheme})`, { timeout: 300_000 }, async () => {
      const backend = await startBackend();
      await fillWithSamples(backend.admin);
      const outside = await openPage(backend, { scheme });
      await outside.at("login");
      await settle(outside);
      const found = await findLasting(outside, "login");

      const view = await openSignedIn(backend, { scheme, expected: /isobase\/scripts/ });
      for (const place of places) {
        await view.at(place);
        await settle(view);
        await view.picture(`${scheme}-${place.replace(/\W+/g, "-")}`);
        found.push(...(await findLasting(view, place)));
      }

      expect(found).toEqual([]);
    });
  }

  test("every screen fits a narrow phone", { timeout: 300_000 }, async () => {
    const backend = await startBackend();
    await fillWithSamples(backend.admin);
    const view = await openSignedIn(backend, { width: 360, height: 740, expected: /isobase\/scripts/ });
    const wide: string[] = [];
    for (const place of places) {
      await view.at(place);
      await settle(view);
      await view.picture(`phone-${place.replace(/\W+/g, "-")}`);
      const width = await view.page.evaluate(() =>
        Math.max(document.body.scrollWidth, document.querySelector("#content")?.scrollWidth ?? 0),
      );
      if (width > 360) wide.push(`${place}: ${width}`);
    }

    expect(wide).toEqual([]);
  });

  test("the main ways are gone with the keyboard alone", async () => {
    const backend = await startBackend();
    await fillWithSamples(backend.admin);
    const { page, at } = await openSignedIn(backend);
    await at("collections/posts");
    await page.getByRole("row", { name: /Post 250/ }).waitFor();
    await page.keyboard.press("Tab");
    await page.getByRole("link", { name: "Skip to content" }).and(page.locator(":focus")).waitFor();

    await page.keyboard.press("Control+k");
    await page.keyboard.type("scheduled");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Scheduled jobs" }).waitFor();
    await page.keyboard.press("Control+k");
    await page.keyboard.type("records of posts");
    await page.keyboard.press("Enter");
    const cell = page.getByRole("grid", { name: "posts" }).locator("[data-active=true]");
    await cell.focus();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowRight");
    await cell.and(page.locator(":focus")).getByText("Post 249").waitFor();
    await page.keyboard.press("Enter");
    const sheet = page.getByRole("dialog");
    await sheet.getByLabel("title").focus();
    await page.keyboard.press("End");
    await page.keyboard.type("!");
    await page.keyboard.press("Control+s");
    await page.getByText("Record saved.").waitFor();
    await page.keyboard.press("Escape");
    await sheet.waitFor({ state: "detached" });

    await cell.and(page.locator(":focus")).getByText("Post 249!").waitFor();
  });

  test("the first load stays small", async () => {
    const { page, at } = await openSignedIn(await startBackend());
    const asked = new Set<string>();
    page.on("request", (request) => asked.add(new URL(request.url()).pathname));
    await at("collections/users");
    await page.getByText("No records yet").waitFor();
    await page.waitForLoadState("networkidle");

    const files = [...asked].filter((name) => name.startsWith("/_/assets/") && !/CodeEditor/.test(name));
    const sizes = files.map((name) => readFileSync(path.join(built, `${name.slice(3)}.gz`)).length);
    const total = sizes.reduce((sum, size) => sum + size, 0);
    expect(total).toBeGreaterThan(50_000);
    expect(total).toBeLessThan(250_000);
  });
});
