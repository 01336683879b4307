import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../../support/folder.ts";

const root = path.resolve(import.meta.dirname, "../../..");

async function migrate(folder: string, answer: string, ...words: readonly string[]) {
  const runner = ["--no-node-snapshot", "--conditions=isobase-source", "--import", "tsx", "kernel/main.ts"];
  const argv = [...runner, "migrate", ...words, "--dir", path.join(folder, "pb_data")];
  const child = spawn(process.execPath, argv, { cwd: root });
  let out = "";
  let err = "";
  child.stdout.on("data", (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (err += chunk.toString()));
  child.stdin.end(answer);
  const [code] = (await once(child, "close")) as [number];
  return { code, out, err };
}

test("a migration is made, applied, reverted and forgotten", { timeout: 120_000 }, async () => {
  const folder = await temporaryFolder();
  const made = await migrate(folder, "y\n", "create", "add Some thing");
  const [name = ""] = await readdir(path.join(folder, "pb_migrations"));
  const file = path.join(folder, "pb_migrations", name);

  expect(made).toMatchObject({ code: 0, out: `Successfully created file "${file}"\n` });
  expect(made.err).toContain(`Do you really want to create migration "${file}"? (y/N) `);
  expect(name).toMatch(/^\d{10}_add_some_thing\.js$/);
  expect(await readFile(file, "utf8")).toContain("migrate((app) => {\n  // add up queries...\n}, (app) => {");
  expect((await migrate(folder, "", "up")).out).toBe(`Applied ${name}\n`);
  expect((await migrate(folder, "")).out).toBe("No new migrations to apply.\n");
  expect((await migrate(folder, "n\n", "down")).out).toBe("The command has been cancelled\n");
  expect((await migrate(folder, "y\n", "down", "5")).out).toBe(`Reverted ${name}\n`);
  expect((await migrate(folder, "y\n", "down")).out).toBe("No migrations to revert.\n");
  expect((await migrate(folder, "", "history-sync")).out).toContain("was synced");
});

test("what it does not know, or was not told, ends with a sentence", { timeout: 60_000 }, async () => {
  const folder = await temporaryFolder();

  expect(await migrate(folder, "", "foo")).toMatchObject({
    code: 1,
    err: expect.stringContaining('unsupported command: "foo"'),
  });
  expect(await migrate(folder, "", "create")).toMatchObject({
    code: 1,
    err: expect.stringContaining("missing migration file name"),
  });
});
