import { existsSync } from "node:fs";
import path from "node:path";
import { EventSource } from "eventsource";
import { chromium } from "playwright-core";
import PocketBase, { type RecordModel, type RecordSubscription } from "pocketbase";
import { expect, onTestFinished, test } from "vitest";
import { runCommand, startServer } from "../support/server.ts";

// Files and realtime with the official client: in Node, and in a browser where there is one.

const executable = process.env.CHROMIUM ?? "/usr/bin/chromium";
Object.assign(globalThis, { EventSource }); // what browsers have and Node has not

async function startWithDocs(): Promise<{ readonly url: string; readonly admin: PocketBase }> {
  const { url, dir } = await startServer();
  await runCommand(["superuser", "upsert", "root@example.com", "1234567890", "--dir", dir]);
  const admin = new PocketBase(url);
  admin.autoCancellation(false);
  await admin.collection("_superusers").authWithPassword("root@example.com", "1234567890");
  await admin.collections.create({
    name: "docs",
    type: "base",
    listRule: "",
    viewRule: "",
    createRule: "",
    fields: [
      { name: "title", type: "text" },
      { name: "paper", type: "file" },
      { name: "secret", type: "file", protected: true },
    ],
  });
  return { url, admin };
}

test("files go up, come down and are replaced; protected ones need a token", async () => {
  const { url, admin } = await startWithDocs();
  await admin.collections.update("docs", { viewRule: null });
  const docs = admin.collection("docs");
  const made = await docs.create({
    paper: new File(["hello"], "My Paper.txt"),
    secret: new File(["psst"], "secret.txt"),
  });
  const paper = await fetch(admin.files.getURL(made, made.paper));
  const secret = admin.files.getURL(made, made.secret);
  const token = await admin.files.getToken();
  const changed = await docs.update(made.id, { paper: new File(["again"], "My Paper.txt") });

  expect(made.paper).toMatch(/^my_paper_[a-z0-9]{10}\.txt$/);
  expect(await paper.text()).toBe("hello");
  expect((await fetch(secret)).status).toBe(404);
  expect(await (await fetch(`${secret}?token=${token}`)).text()).toBe("psst");
  expect((await fetch(`${url}/api/files/docs/${made.id}/${made.paper}`)).status).toBe(404);
  expect(await (await fetch(admin.files.getURL(changed, changed.paper))).text()).toBe("again");
});

test("a client hears of what it subscribed to, with its options, until it unsubscribes", async () => {
  const { url, admin } = await startWithDocs();
  const guest = new PocketBase(url);
  onTestFinished(() => guest.realtime.unsubscribe());
  const heard: RecordSubscription<RecordModel>[] = [];
  const docs = guest.collection("docs");
  const stop = await docs.subscribe("*", (event) => heard.push(event), {
    filter: "title != 'quiet'",
    fields: "title",
  });
  for (const title of ["one", "quiet", "two"]) await admin.collection("docs").create({ title });
  await expect.poll(() => heard.length).toBe(2);
  await stop();
  await admin.collection("docs").create({ title: "three" });

  expect(heard).toEqual([
    { action: "create", record: { title: "one" } },
    { action: "create", record: { title: "two" } },
  ]);
});

test.skipIf(!existsSync(executable))("the same in a browser", async () => {
  const { url } = await startWithDocs();
  const browser = await chromium.launch({ executablePath: executable, args: ["--no-sandbox"] });
  onTestFinished(() => browser.close());
  const page = await browser.newPage();
  await page.goto(`${url}/api/health`);
  await page.addScriptTag({ path: path.resolve("node_modules/pocketbase/dist/pocketbase.iife.js") });
  const told = await page.evaluate(async (base) => {
    const Client = (globalThis as unknown as { PocketBase: typeof PocketBase }).PocketBase;
    const client = new Client(base);
    const docs = client.collection("docs");
    const event = new Promise<RecordSubscription<RecordModel>>(
      (resolve) => void docs.subscribe("*", resolve),
    );
    while (!client.realtime.isConnected) await new Promise((resolve) => setTimeout(resolve, 10));
    await docs.subscribe("other", () => {});
    const made = await docs.create({ title: "seen", paper: new File(["from a browser"], "b.txt") });
    const { action, record } = await event;
    const paper = await (await fetch(client.files.getURL(made, made.paper))).text();
    return { action, title: record.title, paper };
  }, url);

  expect(told).toEqual({ action: "create", title: "seen", paper: "from a browser" });
});
