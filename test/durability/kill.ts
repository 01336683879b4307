import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { runCommand, startServer } from "./server.ts";
import { findLosses, prepare, Writers, type Written } from "./writers.ts";

const email = "durability@example.com";
const password = "durability-1";

export interface KillReport {
  /** How many kills there were. */
  readonly round: number;
  /** Writes that were answered, over all rounds. */
  readonly answered: number;
  readonly losses: readonly string[];
}

/** Kills a server at random moments while 16 clients write, again and again on one data folder. */
export async function killRepeatedly(
  folder: string,
  port: number,
  times: number,
  tell: (report: KillReport) => void,
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
    const report = { round: i + 1, answered: answered.length, losses };
    tell(report);
    if (losses.length > 0) return report;
  }
  return { round: times, answered: answered.length, losses: [] };
}
