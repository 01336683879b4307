import { Cron as Clock } from "croner";
import type { Logger } from "#kernel";
import type { CronJob, Crons } from "./contract.ts";
import { InvalidCronExpression } from "./errors.ts";
import { isDue, parseExpression, type Schedule } from "./expression.ts";

interface Entry {
  readonly job: CronJob;
  readonly schedule: Schedule;
}

/** Starts jobs in the minutes they name. A job that is still running is started again when it is due again. */
export class Scheduler implements Crons {
  readonly #entries = new Map<string, Entry>();
  readonly #log: Logger;
  #clock: Clock | undefined;

  constructor(log: Logger) {
    this.#log = log;
  }

  add(job: CronJob): () => void {
    const entry = { job, schedule: scheduleOf(job) };
    this.#entries.set(job.id, entry);
    return () => {
      // Another job may have taken the place meanwhile.
      if (this.#entries.get(job.id) === entry) this.#entries.delete(job.id);
    };
  }

  remove(id: string): void {
    this.#entries.delete(id);
  }

  jobs(): readonly CronJob[] {
    return [...this.#entries.values()].map(({ job }) => job).sort(byRank);
  }

  run(id: string): boolean {
    const entry = this.#entries.get(id);
    if (entry === undefined) return false;
    void this.#attempt(entry.job);
    return true;
  }

  check(expression: string): string | undefined {
    try {
      parseExpression(expression);
      return undefined;
    } catch (error) {
      return (error as Error).message;
    }
  }

  start(): void {
    this.#clock ??= new Clock("* * * * *", { timezone: "UTC", unref: true }, () => this.tick(new Date()));
  }

  stop(): void {
    this.#clock?.stop();
    this.#clock = undefined;
  }

  /** Starts what is due in this minute. */
  tick(moment: Date): void {
    for (const { job, schedule } of this.#entries.values()) {
      if (isDue(schedule, moment)) void this.#attempt(job);
    }
  }

  async #attempt(job: CronJob): Promise<void> {
    try {
      await job.run();
    } catch (error) {
      this.#log.error(`Cron job "${job.id}" failed`, { error });
    }
  }
}

function scheduleOf({ id, expression }: CronJob): Schedule {
  try {
    return parseExpression(expression);
  } catch (error) {
    throw new InvalidCronExpression(id, expression, (error as Error).message);
  }
}

// The system's own stay in the order they came.
function byRank(a: CronJob, b: CronJob): number {
  const isOwn = (job: CronJob): boolean => job.id.startsWith("__pb");
  if (isOwn(a) || isOwn(b)) return Number(isOwn(a)) - Number(isOwn(b));
  return a.id < b.id ? -1 : 1;
}
