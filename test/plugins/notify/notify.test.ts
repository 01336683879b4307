import path from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { definePlugin } from "../../../kernel/index.ts";
import type { KernelHandle } from "../../../kernel/kernel.ts";
import { Signals } from "../../../plugins/notify/signals.ts";
import { Viewer } from "../../../plugins/records/contract.ts";
import { Settings } from "../../../plugins/settings/contract.ts";
import { ask, createTestApp } from "../../support/app.ts";
import { temporaryFolder } from "../../support/folder.ts";

const openDoor = definePlugin({
  name: "open-door",
  summary: "Everybody is a superuser.",
  setup: (scope) =>
    scope.middleware({ before: (e) => e.set(Viewer, { record: undefined, isSuperuser: true }) }),
});

async function servingApp(dir: string): Promise<KernelHandle> {
  const app = await createTestApp({ extra: [openDoor], flags: { dir, automigrate: false } });
  await app.serve({ host: "127.0.0.1", port: 0 });
  return app;
}

test("what one process saves, another one on the same folder knows", async () => {
  const dir = path.join(await temporaryFolder(), "pb_data");
  const one = await servingApp(dir);
  const other = await servingApp(dir);

  await ask(one, "PATCH /api/settings", { body: { meta: { appName: "Told" } } });
  await ask(one, "POST /api/collections", { body: { name: "posts", type: "base" } });

  await vi.waitFor(() => expect(other.service(Settings).values.meta.appName).toBe("Told"));
  await vi.waitFor(async () => expect((await ask(other, "GET /api/collections/posts")).status).toBe(200));
});

test("a process does not hear itself, and hears others once", async () => {
  const folder = await temporaryFolder();
  const heard: string[] = [];
  const mine = new Signals({ folder, onSignal: (topic) => heard.push(`mine: ${topic}`) });
  const theirs = new Signals({ folder, onSignal: (topic) => heard.push(`theirs: ${topic}`) });
  onTestFinished(() => mine.close());
  onTestFinished(() => theirs.close());
  await mine.listen();
  await theirs.listen();

  await mine.send("settings");
  await mine.send("settings");
  await vi.waitFor(() => expect(heard).not.toEqual([]));
  await theirs.send("collections");
  await vi.waitFor(() => expect(heard).toHaveLength(2));

  expect(heard).toEqual(["theirs: settings", "mine: collections"]);
});
