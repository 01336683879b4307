import { pb, readFailure } from "../../client.ts";
import { nextRun } from "./cron.ts";

/** A job, with how its latest run went where the server tells. */
export interface Job {
  readonly id: string;
  readonly expression: string;
  readonly next?: string;
  readonly running?: boolean;
  readonly lastRun?: JobRun | null;
}

export interface JobRun {
  readonly startedAt: string;
  readonly ms: number;
  readonly ok: boolean;
  readonly error?: string;
  readonly trigger: "schedule" | "manual";
}

/** A server that keeps no history tells names and expressions only. */
export async function fetchJobs(): Promise<readonly Job[]> {
  try {
    return await pb.send<readonly Job[]>("/api/isobase/crons", {});
  } catch (cause) {
    if (readFailure(cause).status !== 404) throw cause;
    return await pb.crons.getFullList();
  }
}

export function nextRunOf({ next, expression }: Job): Date | undefined {
  return next ? new Date(next.replace(" ", "T")) : nextRun(expression);
}
