// What a server goes through in bad times, as its operator and its clients see it.
import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { open } from "node:fs/promises";
import path from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { Connection } from "../../kernel/db/connection.ts";
import { temporaryFolder } from "../support/folder.ts";
import { freePort } from "../support/server.ts";
import { runCommand, runCommandAs, type ServerProcess, startServer } from "./server.ts";
import { createRecord, findLosses, prepare, type Written } from "./writers.ts";

const email = "hardship@example.com";
const password = "hardship-1";
const isRoot = process.getuid?.() === 0;
const mayMount = isRoot && canMount();

if (!mayMount) console.warn("SKIPPED: a full disk needs root and the right to mount a small one.");
test.skipIf(!mayMount)(
  "a full disk loses nothing, and is over as soon as there is room",
  async () => {
    const disk = await smallDisk("8m");
    const dir = path.join(disk, "pb_data");
    const { server, token } = await startPrepared(dir);
    const first = await createRecord(server.url, token, { n: 1, bytes: 1_000_000 });
    fill(path.join(disk, "filler"));

    const withFile = await createRecord(server.url, token, { n: 2, bytes: 1_000_000 });
    const without = await fillUp(server.url, token);
    const health = await fetch(`${server.url}/api/health`);

    expect(withFile).toMatchObject({ status: 400, body: { message: "Failed to create record.", data: {} } });
    expect(without).toMatchObject({ status: 400, body: { message: "Failed to create record.", data: {} } });
    expect(health.status).toBe(200);
    expect(server.output()).toContain("data.db cannot be written: the disk is full; make room");
    expect(filesIn(path.join(dir, "storage"))).toBe(2); // the one of the first record, and what is known of it

    await server.end("SIGKILL"); // whoever is killed on a full disk must be able to start on it
    const again = await startServer(dir, await freePort());
    rmSync(path.join(disk, "filler"));
    const later = await createRecord(again.url, token, { n: 3, bytes: 1_000_000 });
    await again.end("SIGTERM");

    expect([first.status, later.status]).toEqual([200, 200]);
    expect(findLosses(dir, [first.body, later.body])).toEqual([]);
  },
  60_000,
);

test("logs that could not be written on a locked database are written when it is free again", async () => {
  const dir = path.join(await temporaryFolder(), "pb_data");
  const { server, token } = await startPrepared(dir);
  const other = new Connection(path.join(dir, "auxiliary.db"));
  other.script("BEGIN IMMEDIATE");

  await fetch(`${server.url}/api/health?seen=while-locked`);
  other.script("ROLLBACK");
  other.close();

  await vi.waitFor(async () => expect(await logged(server.url, token, "while-locked")).toBe(1), 10_000);
  await server.end("SIGTERM");
}, 60_000);

test("while another process holds the database others are answered, and writes wait for it", async () => {
  const dir = path.join(await temporaryFolder(), "pb_data");
  const { server, token } = await startPrepared(dir);
  const other = new Connection(path.join(dir, "data.db"));
  other.script("BEGIN IMMEDIATE");
  let isWritten = false;
  const write = createRecord(server.url, token, { n: 1, bytes: 10 }).finally(() => (isWritten = true));

  await vi.waitFor(() => expect(server.output()).toContain("data.db is locked by another process"), 10_000);
  const slowest = await slowestOf(20, `${server.url}/api/health`);
  expect(isWritten).toBe(false);
  other.script("ROLLBACK");
  other.close();
  const { status, body } = await write;
  await server.end("SIGTERM");

  expect(status).toBe(200);
  expect(slowest).toBeLessThan(1000);
  expect(findLosses(dir, [body])).toEqual([]);
}, 60_000);

test("a damaged auxiliary.db costs its logs, and nothing else", async () => {
  const dir = path.join(await temporaryFolder(), "pb_data");
  const before = await startPrepared(dir);
  const { body } = await createRecord(before.server.url, before.token, { n: 1, bytes: 10 });
  await before.server.end("SIGTERM");
  await overwrite(path.join(dir, "auxiliary.db"), 4096);

  const server = await startServer(dir, await freePort());
  await fetch(`${server.url}/api/health?seen=after-damage`);
  await vi.waitFor(async () => expect(await logged(server.url, before.token, "after-damage")).toBe(1), {
    timeout: 15_000,
    interval: 200,
  });
  await server.end("SIGTERM");

  expect(server.output()).toMatch(/auxiliary\.db is damaged: it was put aside as \S+, and an empty one/);
  expect(findLosses(dir, [body])).toEqual([]);
}, 60_000);

test("a damaged data.db is left as it is, and the server says so", async () => {
  const dir = path.join(await temporaryFolder(), "pb_data");
  await runCommand("superuser", "upsert", email, password, "--dir", dir);
  await overwrite(path.join(dir, "data.db"), 100);

  const { code, output } = await runCommand("serve", "--http", `127.0.0.1:${await freePort()}`, "--dir", dir);

  expect(code).toBe(1);
  expect(output.trim().split("\n")).toHaveLength(1);
  expect(output).toContain("it is damaged; put a backup in its place");
});

test("a folder that may only be read is refused in one sentence, with nothing changed", async () => {
  const folder = await temporaryFolder();
  chmodSync(folder, 0o755);
  const dir = path.join(folder, "pb_data");
  await runCommand("superuser", "upsert", email, password, "--dir", dir);
  makeReadOnly(dir);
  const before = readdirSync(dir);

  const { code, output } = await runCommandAs(
    isRoot ? { uid: 65534 } : {}, // root may write anywhere
    "serve",
    "--http",
    `127.0.0.1:${await freePort()}`,
    "--dir",
    dir,
  );

  expect(code).toBe(1);
  expect(output.trim().split("\n")).toHaveLength(1);
  expect(output).toContain("expected a folder this user may write to");
  expect(readdirSync(dir)).toEqual(before);
});

async function startPrepared(dir: string): Promise<{ server: ServerProcess; token: string }> {
  await runCommand("superuser", "upsert", email, password, "--dir", dir);
  const server = await startServer(dir, await freePort());
  return { server, token: await prepare(server.url, email, password) };
}

/** Creates records until one is refused; gives that answer. */
async function fillUp(url: string, token: string): Promise<{ status: number; body: Written }> {
  for (;;) {
    const answer = await createRecord(url, token, { n: 0, bytes: 0 });
    if (answer.status !== 200) return answer;
  }
}

async function logged(url: string, token: string, text: string): Promise<number> {
  const filter = encodeURIComponent(`data.url ~ "${text}" && data.method = "GET" && data.url !~ "logs"`);
  const answer = await fetch(`${url}/api/logs?filter=${filter}`, { headers: { authorization: token } });
  return ((await answer.json()) as { totalItems: number }).totalItems;
}

async function slowestOf(times: number, url: string): Promise<number> {
  let slowest = 0;
  for (let i = 0; i < times; i++) {
    const started = performance.now();
    await fetch(url);
    slowest = Math.max(slowest, performance.now() - started);
  }
  return slowest;
}

async function overwrite(file: string, from: number): Promise<void> {
  const handle = await open(file, "r+");
  const { size } = await handle.stat();
  await handle.write(Buffer.alloc(size - from, 0xaa), 0, size - from, from);
  await handle.close();
}

function fill(file: string): void {
  try {
    writeFileSync(file, Buffer.alloc(20_000_000));
  } catch {} // as much of it as there is room for
}

function filesIn(folder: string): number {
  return readdirSync(folder, { withFileTypes: true, recursive: true }).filter((entry) => entry.isFile())
    .length;
}

function makeReadOnly(folder: string): void {
  chmodSync(folder, 0o555);
  onTestFinished(() => chmodSync(folder, 0o755));
}

function canMount(): boolean {
  const place = path.join("/tmp", `isobase-mount-${process.pid}`);
  mkdirSync(place);
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", place], { stdio: "ignore" });
    execFileSync("umount", [place]);
    return true;
  } catch {
    return false;
  } finally {
    rmSync(place, { recursive: true });
  }
}

/** A disk of its own, gone with the test. */
async function smallDisk(size: string): Promise<string> {
  const place = path.join(await temporaryFolder(), "disk");
  mkdirSync(place);
  execFileSync("mount", ["-t", "tmpfs", "-o", `size=${size}`, "tmpfs", place]);
  onTestFinished(() => void execFileSync("umount", ["--lazy", place]));
  return place;
}
