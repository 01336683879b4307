import { Cron as Clock } from "croner";
import type { Logger } from "#kernel";
import type { CronJob, CronRun, Crons } from "./contract.ts";
import { InvalidCronExpression } from "./errors.ts";
import { isDue, nextDue, parseExpression, type Schedule, spelledOut } from "./expression.ts";
import { CronRuns } from "./runs.ts";
import { WallClock } from "./wall-clock.ts";

interface Entry {
  readonly job: CronJob;
  readonly schedule: Schedule;
}

export interface CronState {
  readonly id: string;
  readonly expression: string;
  /** Null for one that is never due. */
  readonly next: string | null;
  readonly running: boolean;
  /** Null for one that has not ended once since the server started. */
  readonly lastRun: CronRun | null;
}

/** Starts jobs in the minutes they name. A job that is still running is started again when it is due again. */
export class Scheduler implements Crons {
  readonly #entries = new Map<string, Entry>();
  readonly #log: Logger;
  readonly #runs = new CronRuns();
  #clock: Clock | undefined;
  #wall = new WallClock("UTC");

  constructor(log: Logger) {
    this.#log = log;
  }

  add(job: CronJob): () => void {
    const { id, expression } = job;
    const shown = { id, expression: spelledOut(expression), run: () => job.run() };
    const entry = { job: shown, schedule: scheduleOf(job) };
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
    void this.#attempt(entry.job, "manual");
    return true;
  }

  /** All jobs with when they are due next and how they last went. */
  states(now: Date): readonly CronState[] {
    return this.jobs().map(({ id, expression }) => ({
      id,
      expression,
      next: this.#next(parseExpression(expression), now),
      running: this.#runs.isRunning(id),
      lastRun: this.#runs.last(id) ?? null,
    }));
  }

  #next(schedule: Schedule, now: Date): string | null {
    const shown = nextDue(schedule, this.#wall.at(now));
    return shown === undefined ? null : this.#wall.momentOf(shown).toISOString();
  }

  setTimezone(zone: string): void {
    this.#wall = new WallClock(zone);
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
    this.#clock ??= new Clock(
      "* * * * *",
      { timezone: "UTC", unref: true },
      () => void this.runDue(new Date()),
    );
  }

  stop(): void {
    this.#clock?.stop();
    this.#clock = undefined;
  }

  async runDue(moment: Date): Promise<void> {
    const shown = this.#wall.at(moment);
    const due = [...this.#entries.values()].filter(({ schedule }) => isDue(schedule, shown));
    await Promise.all(due.map(({ job }) => this.#attempt(job, "schedule")));
  }

  async #attempt(job: CronJob, trigger: CronRun["trigger"]): Promise<void> {
    try {
      await this.#runs.during(job.id, trigger, () => job.run());
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
