import { defineService } from "#kernel";

export interface CronJob {
  readonly id: string;
  /** Five fields or a macro. */
  readonly expression: string;
  readonly run: () => void | Promise<void>;
}

/** How the last run of a job went. */
export interface CronRun {
  readonly startedAt: string;
  readonly ms: number;
  readonly trigger: "schedule" | "manual";
  readonly ok: boolean;
  readonly error?: string;
}

export interface Crons {
  /** Adds a job, in place of one with the same id; gives what takes it out again. Throws InvalidCronExpression. */
  add(job: CronJob): () => void;
  remove(id: string): void;
  /** In the order they are shown: by id, the system's own last. */
  jobs(): readonly CronJob[];
  /** Starts a job now, whatever its expression says; false if there is none with this id. */
  run(id: string): boolean;
  /** Runs what is due in the minute of a moment; settles when all of it has ended. */
  runDue(moment: Date): Promise<void>;
  /** The zone whose clocks expressions name, of all jobs; UTC until somebody says otherwise. */
  setTimezone(zone: string): void;
  /** What is wrong with an expression; undefined if nothing. */
  check(expression: string): string | undefined;
}
export const Crons = defineService<Crons>("crons");
