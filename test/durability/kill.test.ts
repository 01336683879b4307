import path from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../support/folder.ts";
import { freePort } from "../support/server.ts";
import { type KillReport, killRepeatedly } from "./kill.ts";
import { runCommand, startServer } from "./server.ts";
import { findLosses, prepare, Writers } from "./writers.ts";

/** How often the server is killed; ISOBASE_KILLS=200 for the long version, which also says how it goes. */
const kills = Number(process.env.ISOBASE_KILLS ?? 3);

test("a server killed while 16 clients write has lost nothing it answered", {
  timeout: kills * 40_000,
}, async () => {
  const { answered, losses } = await killRepeatedly(await temporaryFolder(), await freePort(), kills, tell);

  expect(losses).toEqual([]);
  expect(answered).toBeGreaterThan(16);
});

function tell({ round, answered, losses }: KillReport): void {
  if (process.env.ISOBASE_KILLS === undefined) return;
  process.stdout.write(`kill ${round} of ${kills}: ${answered} answered writes, ${losses.length} losses\n`);
}

test("a server that is told to end under load keeps what it accepted", { timeout: 60_000 }, async () => {
  const dir = path.join(await temporaryFolder(), "pb_data");
  await runCommand("superuser", "upsert", "a@example.com", "1234567890", "--dir", dir);
  const server = await startServer(dir, await freePort());
  const writers = new Writers(server.url, await prepare(server.url, "a@example.com", "1234567890"), 16);
  const enough = new Promise<void>((resolve) => {
    const look = (): void => void (writers.answered.length > 100 ? resolve() : setImmediate(look));
    look();
  });
  await enough;

  const code = await server.end("SIGTERM");
  await writers.finished();

  expect(code).toBe(0);
  expect(findLosses(dir, writers.answered)).toEqual([]);
  expect(writers.refused).toEqual([]);
});
