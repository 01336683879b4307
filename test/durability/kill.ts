import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { runCommand, startServer } from "./server.ts";
import { findLosses, prepare, Writers, type Written } from "./writers.ts";

const email = "durability@example.com";
const password = "durability-1";

export interface KillReport {
  readonly answered: number;
  readonly losses: readonly string[];
}

/** Kills a server at random moments while 16 clients write, again and again on one data folder. */
export async function killRepeatedly(
  folder: string,
  port: number,
  times: number,
  tell: (report: KillReport) => void = () => {},
): Promise<KillReport> {
  const dir = path.join(folder, "pb_data");
  await runCommand("superuser", "upsert", email, password, "--dir", dir);
  const answered: Written[] = [];
  for (let i = 0; i < times; i++) {
    const server = await startServer(dir, port);
    const token = await prepare(server.url, email, password);
    const writers = new Writers(server.url, token, 16);
    await writers.begun;
    await pause(Math.random() * 400);
    await server.end("SIGKILL");
    await writers.finished();
    answered.push(...writers.answered);
    const losses = [...findLosses(dir, answered), ...writers.refused];
    tell({ answered: answered.length, losses });
    if (losses.length > 0) return { answered: answered.length, losses };
  }
  return { answered: answered.length, losses: [] };
}
