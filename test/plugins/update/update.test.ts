import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { AloneContext } from "../../../kernel/index.ts";
import { update } from "../../../plugins/update/command.ts";
import { installationOf } from "../../../plugins/update/installation.ts";
import { isLater } from "../../../plugins/update/versions.ts";
import { temporaryFolder } from "../../support/folder.ts";

async function packageIn(modules: string): Promise<string> {
  const root = path.join(modules, "isobase");
  await mkdir(path.join(root, "dist"), { recursive: true });
  await writeFile(path.join(root, "package.json"), '{"name":"isobase","version":"1.2.3"}');
  return path.join(root, "dist/file.js");
}

/** An npm that knows one version and writes down what it is told to install. */
async function fakeNpm(newest: string): Promise<{ readonly calls: () => Promise<string> }> {
  const folder = await temporaryFolder();
  const log = path.join(folder, "calls");
  const script = `#!/bin/sh\nif [ "$1" = view ]; then echo ${newest}; else echo "$PWD: $*" >> ${log}; fi\n`;
  await writeFile(path.join(folder, "npm"), script);
  await chmod(path.join(folder, "npm"), 0o755);
  const before = process.env.PATH;
  process.env.PATH = `${folder}:${before}`;
  onTestFinished(() => {
    process.env.PATH = before;
  });
  return { calls: () => readFile(log, "utf8").catch(() => "") };
}

function contextIn(dir: string): { readonly context: AloneContext; readonly printed: string[] } {
  const printed: string[] = [];
  const context = {
    args: [],
    flags: {},
    config: { dir },
    print: (line: string) => void printed.push(line),
  } as unknown as AloneContext;
  return { context, printed };
}

test("where a package lies tells how it was installed", async () => {
  const folder = await temporaryFolder();
  const local = await packageIn(path.join(folder, "app/node_modules"));
  const global = await packageIn(path.join(folder, "lib/node_modules"));
  const checkout = await packageIn(path.join(folder, "work"));
  const kindOf = (file: string) => installationOf(file, path.join(folder, "lib/node_modules"));

  expect(kindOf(local)).toEqual({
    kind: "local",
    name: "isobase",
    version: "1.2.3",
    folder: path.join(folder, "app"),
  });
  expect(kindOf(global)).toEqual({ kind: "global", name: "isobase", version: "1.2.3" });
  expect(kindOf(checkout).kind).toBe("checkout");
});

test("a newer version is installed where the old one is", async () => {
  const folder = await temporaryFolder();
  const npm = await fakeNpm("1.3.0");
  const { context, printed } = contextIn(folder);

  const code = await update({ kind: "local", name: "isobase", version: "1.2.3", folder }, context);

  expect(code).toBe(0);
  expect(await npm.calls()).toBe(`${folder}: install isobase@1.3.0\n`);
  expect(printed.at(-1)).toContain("Update completed successfully!");
});

test("the newest version stays as it is", async () => {
  const folder = await temporaryFolder();
  const npm = await fakeNpm("1.2.3");
  const { context, printed } = contextIn(folder);

  const code = await update({ kind: "global", name: "isobase", version: "1.2.3" }, context);

  expect(code).toBe(0);
  expect(await npm.calls()).toBe("");
  expect(printed.at(-1)).toBe("You already have the latest version 1.2.3.");
});

test("a checkout is left to git", async () => {
  const { context } = contextIn("/nowhere");

  const run = update({ kind: "checkout", name: "isobase", version: "1.2.3", folder: "/src" }, context);

  await expect(run).rejects.toThrow('"/src" was not installed by npm, expected a package in node_modules');
});

test.each([
  ["1.10.0", "1.9.9", true],
  ["1.2.3", "1.2.3", false],
  ["1.2.3", "1.2.3-rc.1", true],
  ["1.2.3-rc.1", "1.2.3", false],
  ["2.0.0", "10.0.0", false],
])("%s comes after %s: %s", (version, than, later) => {
  expect(isLater(version, than)).toBe(later);
});
