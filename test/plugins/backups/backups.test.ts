import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, test, vi } from "vitest";
import type { KernelHandle } from "../../../kernel/kernel.ts";
import { Backups } from "../../../plugins/backups/contract.ts";
import { readSwap } from "../../../plugins/backups/swap.ts";
import { Crons } from "../../../plugins/crons/contract.ts";
import { ask } from "../../support/app.ts";
import { temporaryFolder } from "../../support/folder.ts";
import { appWithBackups, letters, runSql } from "./house.ts";

async function freshApp(): Promise<{ app: KernelHandle; dir: string }> {
  const dir = path.join(await temporaryFolder(), "pb_data");
  const app = await appWithBackups(dir);
  await runSql(app, "CREATE TABLE _collections (name); INSERT INTO _collections VALUES ('posts')");
  await runSql(app, "CREATE TABLE posts (n INTEGER PRIMARY KEY); INSERT INTO posts VALUES (1)");
  await mkdir(path.join(dir, "storage/a"), { recursive: true });
  await writeFile(path.join(dir, "storage/a/one.txt"), "one");
  return { app, dir };
}

/** What the command line does when a plugin asks for a restart. */
async function restart(app: KernelHandle): Promise<KernelHandle> {
  const between = await app.restartAsked;
  await app.terminate({ isRestart: true });
  await between();
  return await appWithBackups(app.config.dir);
}

test("what a backup holds comes back, and what came later goes", async () => {
  const { app, dir } = await freshApp();
  expect((await ask(app, "POST /api/backups", { body: { name: "a.zip" } })).status).toBe(204);
  await runSql(app, "INSERT INTO posts VALUES (2)");
  await writeFile(path.join(dir, "storage/a/two.txt"), "two");

  await app.service(Backups).restore("a.zip");
  const restored = await restart(app);

  expect(await runSql(restored, "SELECT n FROM posts")).toEqual([1]);
  expect(await readdir(path.join(dir, "storage/a"))).toEqual(["one.txt"]);
  expect(await readdir(path.join(dir, "backups"))).toEqual(["a.zip", "a.zip.attrs"]);
  expect(existsSync(path.join(dir, ".isobase_restore"))).toBe(false);
});

test("a backup made while others write holds one moment of the database", async () => {
  const { app } = await freshApp();
  await runSql(
    app,
    `INSERT INTO posts WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i+1 FROM n WHERE i < 50000) SELECT i FROM n`,
  );
  let writing = true;
  let written = 0;
  const writer = (async () => {
    while (writing) {
      // Two rows at a time: a copy with an odd number of them is of no moment that ever was.
      written += 2;
      await runSql(
        app,
        `BEGIN; INSERT INTO posts VALUES (${100000 + written}); INSERT INTO posts VALUES (${100001 + written}); COMMIT`,
      );
    }
  })();

  await app.service(Backups).create("busy.zip");
  writing = false;
  await writer;
  await app.service(Backups).restore("busy.zip");
  const restored = await restart(app);

  const [rows] = (await runSql(restored, "SELECT COUNT(*) FROM posts WHERE n > 100000")) as [number];
  expect(written).toBeGreaterThan(2);
  expect(rows % 2).toBe(0);
});

test.each([
  ["no archive", Buffer.from("PK\x03\x04 nonsense"), "not a whole zip archive"],
  ["an empty archive", Buffer.from(`PK\x05\x06${"\0".repeat(18)}`), "it holds no data.db"],
])("%s is not restored, and nothing changes", async (_what, content, reason) => {
  const { app, dir } = await freshApp();
  await mkdir(path.join(dir, "backups"), { recursive: true });
  await writeFile(path.join(dir, "backups/bad.zip"), content);

  await expect(app.service(Backups).restore("bad.zip")).rejects.toThrow(reason);

  expect(await runSql(app, "SELECT n FROM posts")).toEqual([1]);
  expect(existsSync(path.join(dir, ".isobase_restore"))).toBe(false);
});

test("a damaged archive is not restored", async () => {
  const { app, dir } = await freshApp();
  await app.service(Backups).create("a.zip");
  const file = path.join(dir, "backups/a.zip");
  const content = await readFile(file);
  const middle = content.indexOf("one.txt") + "one.txt".length; // the first bytes of its content
  content[middle] = (content[middle] ?? 0) ^ 0xff;
  await writeFile(file, content);

  await expect(app.service(Backups).restore("a.zip")).rejects.toThrow("was not restored");
});

test("a restore that is cut off in the middle of its moves is finished at the next start", async () => {
  const { app, dir } = await freshApp();
  await app.service(Backups).create("a.zip");
  await runSql(app, "INSERT INTO posts VALUES (2)");
  await app.service(Backups).restore("a.zip");
  const between = await app.restartAsked;
  await app.terminate({ isRestart: true });
  // As if killed after the old data was moved out and before the new was moved in.
  const folder = path.join(dir, ".isobase_restore");
  await between();
  const swap = await readSwap(dir);
  const { rename } = await import("node:fs/promises");
  for (const name of swap?.restored ?? []) await rename(path.join(dir, name), path.join(folder, "new", name));
  await writeFile(path.join(folder, "journal.json"), JSON.stringify({ ...swap, state: "swapping" }));

  const restored = await appWithBackups(dir);

  expect(await runSql(restored, "SELECT n FROM posts")).toEqual([1]);
});

test("data the server cannot start with makes way for what was there before", async () => {
  const { app, dir } = await freshApp();
  await app.service(Backups).create("a.zip");
  await runSql(app, "INSERT INTO posts VALUES (2)");
  await app.service(Backups).restore("a.zip");
  const between = await app.restartAsked;
  await app.terminate({ isRestart: true });
  await between();
  await writeFile(
    path.join(dir, "data.db"),
    "no database at all, but long enough to be looked at by SQLite".repeat(20),
  );
  await expect(appWithBackups(dir)).rejects.toThrow();

  const again = await appWithBackups(dir);

  expect(await runSql(again, "SELECT n FROM posts")).toEqual([1, 2]);
});

test("a second backup at the same time is refused", async () => {
  const { app } = await freshApp();
  const first = app.service(Backups).create("a.zip");

  const second = await ask(app, "POST /api/backups", { body: { name: "b.zip" } });
  await first;

  expect(second.body).toMatchObject({
    status: 400,
    message: "Try again later - another backup/restore process has already been started.",
  });
});

test("a download needs the token of a superuser, and may ask for a part", async () => {
  const { app } = await freshApp();
  await app.service(Backups).create("a.zip");

  expect((await ask(app, "GET /api/backups/a.zip?token=bad")).status).toBe(403);
  const whole = await app.inject({ url: "/api/backups/a.zip?token=good" });
  const part = await app.inject({ url: "/api/backups/a.zip?token=good", headers: { range: "bytes=0-1" } });

  expect(whole.rawPayload.subarray(0, 2).toString()).toBe("PK");
  expect([part.statusCode, part.body]).toEqual([206, "PK"]);
});

test("names are checked, taken ones refused, missing ones named", async () => {
  const { app } = await freshApp();
  const create = (name: string) => ask(app, "POST /api/backups", { body: { name } });
  await create("a.zip");

  expect((await create("UPPER.zip")).body).toMatchObject({
    data: { name: { code: "validation_match_invalid" } },
  });
  expect((await create("a.zip")).body).toMatchObject({
    data: { name: { code: "validation_backup_name_exists" } },
  });
  expect((await create("")).status).toBe(204);
  expect((await ask(app, "GET /api/backups")).body).toHaveLength(2);
  expect((await ask(app, "DELETE /api/backups/zz.zip")).status).toBe(400);
  expect((await ask(app, "POST /api/backups/zz.zip/restore")).body).toMatchObject({
    message: "Missing or invalid backup file.",
  });
  expect((await ask(app, "DELETE /api/backups/a.zip")).status).toBe(204);
});

test("scheduled backups keep the newest, and a failure is told to superusers", async () => {
  const { app, dir } = await freshApp();
  await ask(app, "PATCH /api/settings", { body: { backups: { cron: "0 0 * * *", cronMaxKeep: 1 } } });
  const crons = app.service(Crons);
  const old = path.join(dir, "backups/@auto_pb_backup_acme_20200101000000.zip");
  await mkdir(path.dirname(old), { recursive: true });
  await writeFile(old, "old");

  crons.run("__pbAutoBackup__");
  await vi.waitFor(async () => expect(existsSync(old)).toBe(false));
  await vi.waitFor(() => expect(app.service(Backups).active).toBeUndefined());
  expect(await readdir(path.dirname(old))).toEqual([
    expect.stringMatching(/^@auto_pb_backup_acme_\d{14}\.zip$/),
    expect.stringMatching(/\.zip\.attrs$/),
  ]);

  await runSql(app, "CREATE TABLE _superusers (email); INSERT INTO _superusers VALUES ('boss@example.com')");
  const running = app.service(Backups).create("other.zip");
  crons.run("__pbAutoBackup__");
  await vi.waitFor(() => expect(letters).toHaveLength(1));
  await running;
  expect(letters[0]).toMatchObject({ subject: "[Acme system alert] Autobackup failure" });
});

test("how far a backup has come can be read while it is made, and how it ended afterwards", async () => {
  const { app } = await freshApp();
  const steps: string[] = [];
  app
    .service(Backups)
    .watch(({ step, done, total }) => steps.push(`${step} ${done <= total || total === 0}`));
  const running = app.service(Backups).create("a.zip");

  const during = await ask(app, "GET /api/isobase/backups/progress");
  await running;
  const after = await ask(app, "GET /api/isobase/backups/progress");

  expect(during.body).toMatchObject({ running: true, kind: "create", key: "a.zip", last: null });
  expect(after.body).toEqual({
    running: false,
    last: { kind: "create", key: "a.zip", ok: true, endedAt: expect.any(String) },
  });
  expect([...new Set(steps)]).toEqual(["starting true", "files true", "databases true", "packing true"]);
});
