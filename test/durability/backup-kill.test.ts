import { cp, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { temporaryFolder } from "../support/folder.ts";
import { freePort } from "../support/server.ts";
import { runCommand, runKilledAt, startServer } from "./server.ts";
import { createRecord, findLosses, prepare } from "./writers.ts";

const email = "backups@example.com";
const password = "backups-1";

let base: string;
let token: string;

/** A data folder with one record, a backup of it, and a second record that came later. */
beforeAll(async () => {
  base = await mkdtemp(path.join(tmpdir(), "isobase-test-"));
  const dir = path.join(base, "pb_data");
  await runCommand("superuser", "upsert", email, password, "--dir", dir);
  const server = await startServer(dir, await freePort());
  token = await prepare(server.url, email, password);
  await createRecord(server.url, token, { n: 1, bytes: 300_000 });
  await fetch(`${server.url}/api/backups`, {
    method: "POST",
    headers: { authorization: token, "content-type": "application/json" },
    body: JSON.stringify({ name: "a.zip" }),
  });
  await createRecord(server.url, token, { n: 2, bytes: 300_000 });
  await server.end("SIGTERM");
}, 60_000);

afterAll(() => rm(base, { recursive: true, force: true }));

test.each([["files 1"], ["databases 1"], ["databases 2"], ["packing 1"], ["packing 3"]])(
  "a backup that is killed at %s leaves no trace",
  { timeout: 60_000 },
  async (moment) => {
    const dir = await copyOfBase();
    expect(await runKilledAt(moment, "backup", "create", "b.zip", "--dir", dir)).toBe("SIGKILL");

    const state = await stateAfterStart(dir);

    expect(state).toMatchObject({ numbers: [1, 2], backups: ["a.zip"], losses: [], leftovers: [] });
  },
);

test.each([
  ["fetching 2", [1, 2], ""],
  ["unpacking 2", [1, 2], ""],
  ["verifying 1", [1, 2], ""],
  ["swapping 1", [1], 'The restore of "a.zip" was cut off and has been finished now'],
  ["swapping 3", [1], 'The restore of "a.zip" was cut off and has been finished now'],
  ["swapping 5", [1], 'The restore of "a.zip" was cut off and has been finished now'],
])(
  "a restore that is killed at %s leaves the data of before or after, and says which",
  { timeout: 60_000 },
  async (moment, numbers, said) => {
    const dir = await copyOfBase();
    expect(await runKilledAt(moment, "backup", "restore", "a.zip", "--dir", dir)).toBe("SIGKILL");

    const state = await stateAfterStart(dir);

    expect(state).toMatchObject({ numbers, backups: ["a.zip"], losses: [], leftovers: [] });
    expect(state.output).toContain(said);
  },
);

async function copyOfBase(): Promise<string> {
  const dir = path.join(await temporaryFolder(), "pb_data");
  await cp(path.join(base, "pb_data"), dir, { recursive: true });
  return dir;
}

/** What is there once a server has started, and that it can make a backup. */
async function stateAfterStart(dir: string) {
  const server = await startServer(dir, await freePort());
  const ask = async (url: string): Promise<unknown> =>
    (await fetch(`${server.url}${url}`, { headers: { authorization: token } })).json();
  const records = (await ask("/api/collections/writes/records?sort=n")) as { items: { n: number }[] };
  const backups = (await ask("/api/backups")) as { key: string }[];
  await server.end("SIGTERM");
  const made = await runCommand("backup", "create", "later.zip", "--dir", dir);
  if (made.code !== 0) throw new Error(made.output);
  const temporary = await readdir(path.join(dir, ".pb_temp_to_delete"));
  const left = (await readdir(dir)).filter((name) => name === ".isobase_restore");
  return {
    numbers: records.items.map(({ n }) => n),
    backups: backups.map(({ key }) => key),
    losses: findLosses(dir, []),
    leftovers: [...temporary, ...left],
    output: server.output(),
  };
}
