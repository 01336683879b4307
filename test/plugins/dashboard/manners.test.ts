import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults } from "axe-core";
import { expect, test } from "vitest";
import { startBackend } from "./backend.ts";
import { describeInBrowser, openPage, openSignedIn, type View } from "./browser.ts";
import { fillWithSamples } from "./sample.ts";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

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
      const found = await findSerious(outside, "login");

      const view = await openSignedIn(backend, { scheme, expected: /isobase\/scripts/ });
      for (const place of places) {
        await view.at(place);
        await settle(view);
        await view.picture(`${scheme}-${place.replace(/\W+/g, "-")}`);
        found.push(...(await findSerious(view, place)));
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

  test("the first load stays small", async () => {
    const { page, at } = await openSignedIn(await startBackend());
    const sizes: Record<string, number> = {};
    page.on("response", async (answer) => {
      const { pathname } = new URL(answer.url());
      if (!pathname.startsWith("/_/") || /CodeEditor|RichText/.test(pathname)) return;
      sizes[pathname] = (await answer.body()).length;
    });
    await at("collections/users");
    await page.getByText("No records yet").waitFor();
    await page.waitForLoadState("networkidle");

    const total = Object.values(sizes).reduce((sum, size) => sum + size, 0);
    expect(total).toBeGreaterThan(50_000);
    // Plain bytes; a third of that goes over the wire.
    expect(total).toBeLessThan(700_000);
  });
});
