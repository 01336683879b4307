import { mkdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, test, vi } from "vitest";
import { createTestApp } from "../../support/app.ts";
import { temporaryFolder } from "../../support/folder.ts";

const soon = { timeout: 10_000, interval: 10 };

test("a file saved after the loading and before the watching is live as well", async () => {
  const root = await temporaryFolder();
  const hooks = path.join(root, "pb_hooks");
  await mkdir(hooks);
  const app = await createTestApp({ flags: { dir: path.join(root, "pb_data"), hooksWatch: true } });

  await writeFile(path.join(hooks, "a.pb.ts"), answering("one"));
  const { address } = await app.serve({ host: "127.0.0.1", port: 0 });

  await vi.waitFor(async () => expect(await (await fetch(`${address}/t`)).text()).toBe("one"), soon);
});

async function watchedApp() {
  const root = await temporaryFolder();
  const hooks = path.join(root, "pb_hooks");
  await mkdir(hooks);
  const app = await createTestApp({ flags: { dir: path.join(root, "pb_data"), hooksWatch: true } });
  const { address } = await app.serve({ host: "127.0.0.1", port: 0 });
  const write = (name: string, text: string) => writeFile(path.join(hooks, name), text);
  const text = async (route: string) => (await fetch(address + route)).text();
  return { hooks, write, text };
}

const answering = (word: string) => `routerAdd("GET", "/t", (e) => e.string(200, "${word}"));`;

test("a saved file is live, and no request fails meanwhile", async () => {
  const { write, text } = await watchedApp();
  await write("a.pb.ts", answering("one"));
  await vi.waitFor(async () => expect(await text("/t")).toBe("one"), soon);
  const seen = new Set<string>();

  await write("a.pb.ts", answering("two"));
  await vi.waitFor(async () => {
    const answer = await text("/t");
    seen.add(answer);
    expect(answer).toBe("two");
  }, soon);

  expect([...seen].filter((answer) => answer !== "one" && answer !== "two")).toEqual([]);
});

test("editing a module that a hook requires reloads too", async () => {
  const { write, text } = await watchedApp();
  await write("word.js", `module.exports = "one"`);
  await write("a.pb.js", 'routerAdd("GET", "/t", (e) => e.string(200, require(`$' + "{__hooks}/word.js`)));");
  await vi.waitFor(async () => expect(await text("/t")).toBe("one"), soon);

  await write("word.js", `module.exports = "two"`);

  await vi.waitFor(async () => expect(await text("/t")).toBe("two"), soon);
});

test("a mistake leaves the running version in place and says where it is", async () => {
  const { write, text } = await watchedApp();
  await write("a.pb.ts", answering("one"));
  await vi.waitFor(async () => expect(await text("/t")).toBe("one"), soon);
  const told: string[] = [];
  const stderr = vi.spyOn(process.stderr, "write").mockImplementation((line) => told.push(String(line)) > 0);

  await write("a.pb.ts", `interface A { b: string }\n\nonNothing((e) => e.next());`);

  await vi.waitFor(() => expect(told.join("")).toContain("a.pb.ts:3:1: onNothing is not defined"), soon);
  stderr.mockRestore();
  expect(told.join("")).toContain("onNothing((e) => e.next());");
  expect(await text("/t")).toBe("one");
});

test("a removed file takes its routes with it", async () => {
  const { hooks, write, text } = await watchedApp();
  await write("a.pb.ts", answering("one"));
  await vi.waitFor(async () => expect(await text("/t")).toBe("one"), soon);

  await rm(path.join(hooks, "a.pb.ts"));

  await vi.waitFor(async () => expect(await text("/t")).not.toBe("one"), soon);
});
