import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, describe, expect, onTestFinished } from "vitest";
import type { Backend } from "./backend.ts";

const executable = process.env.CHROMIUM ?? "/usr/bin/chromium";
const pictures = path.resolve(import.meta.dirname, "../../../.cache/dashboard");
const missing = !existsSync(executable);

/** For what comes sooner or later; only an upper limit. */
export const patiently = { timeout: 60_000 } as const;

let browser: Promise<Browser> | undefined;

/** Tests in a real browser. Where there is none they are left out, and say so. */
export function describeInBrowser(title: string, tests: () => void): void {
  if (missing)
    console.warn(
      `\n!! ${title}: LEFT OUT, there is no browser at ${executable} (apt-get install chromium)\n`,
    );
  // A walk takes a few seconds; the room is for machines that do much else at the same time.
  describe.skipIf(missing)(title, { timeout: 120_000 }, () => {
    afterAll(async () => {
      await (await browser)?.close();
      browser = undefined;
    });
    tests();
  });
}

export interface View {
  readonly page: Page;
  /** Goes to a place inside the dashboard. */
  at(place: string): Promise<void>;
  /** Keeps a picture of the screen under .cache/dashboard/. */
  picture(name: string): Promise<void>;
}

interface Look {
  readonly width?: number;
  readonly height?: number;
  readonly scheme?: "light" | "dark";
  /** Answers of the server that are part of the walk, though the browser logs them as errors. */
  readonly expected?: RegExp;
}

/** A page of its own, which fails the test if anything was written to the console as an error. */
export async function openPage({ url }: Pick<Backend, "url">, look: Look = {}): Promise<View> {
  browser ??= chromium.launch({ executablePath: executable, args: ["--no-sandbox"] });
  const context = await (await browser).newContext({
    viewport: { width: look.width ?? 1280, height: look.height ?? 820 },
    colorScheme: look.scheme ?? "light",
    // Nothing is looked at half-way.
    reducedMotion: "reduce",
    permissions: ["clipboard-read", "clipboard-write"],
  });
  const page = await context.newPage();
  page.setDefaultTimeout(25_000);
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.stack ?? error.message));
  page.on("console", (message) => {
    const text = `${message.text()} ${message.location().url}`;
    if (message.type() === "error" && !look.expected?.test(text)) complaints.push(text);
  });
  onTestFinished(async () => {
    await context.close();
    expect(complaints).toEqual([]);
  });
  return {
    page,
    at: async (place) => {
      await page.goto(`${url}#/${place}`);
    },
    picture: async (name) => {
      await mkdir(pictures, { recursive: true });
      await page.screenshot({ path: path.join(pictures, `${name}.png`) });
    },
  };
}

/** The same, already signed in. */
export async function openSignedIn(backend: Backend, look: Look = {}): Promise<View> {
  const view = await openPage(backend, look);
  const { token, record } = backend.admin.authStore;
  await view.page.addInitScript(
    ([key, value]) => {
      // Frames of panels have no storage of their own.
      if (window === top && key && value && localStorage.getItem(key) === null)
        localStorage.setItem(key, value);
    },
    ["isobase_superuser", JSON.stringify({ token, record })],
  );
  return view;
}
