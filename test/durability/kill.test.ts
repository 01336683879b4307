import path from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../support/folder.ts";
import { killRepeatedly } from "./kill.ts";
import { runCommand, startServer } from "./server.ts";
import { findLosses, prepare, Writers } from "./writers.ts";

test("a server killed while 16 clients write has lost nothing it answered", {
  timeout: 120_000,
}, async () => {
  const { answered, losses } = await killRepeatedly(await temporaryFolder(), 8816, 3);

  expect(losses).toEqual([]);
  expect(answered).toBeGreaterThan(16);
});

test("a server that is told to end under load keeps what it accepted", { timeout: 60_000 }, async () => {
  const dir = path.join(await temporaryFolder(), "pb_data");
  await runCommand("superuser", "upsert", "a@example.com", "1234567890", "--dir", dir);
  const server = await startServer(dir, 8817);
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
