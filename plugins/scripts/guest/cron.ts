import { goError } from "./errors.ts";
import { call } from "./host.ts";
import { forgetCron, isLoading, keep, register } from "./registry.ts";

/** Adds a job: while scripts are loaded as one of theirs; in a handler from its source, as the reference does. */
export function cronAdd(id: unknown, expression: unknown, handler: unknown): void {
  call("cron.check", String(id), String(expression));
  if (isLoading()) {
    register({ kind: "cron", id: String(id), expression: String(expression), place: keep(handler) });
  } else {
    call("cron.add", String(id), String(expression), String(handler));
  }
}

export function cronRemove(id: unknown): void {
  if (isLoading()) forgetCron(String(id));
  call("cron.remove", String(id));
}

// The object of jobs words its refusal differently.
function addJob(id: unknown, expression: unknown, handler: unknown): void {
  try {
    cronAdd(id, expression, handler);
  } catch (error) {
    const reason = (error as Error).message.replace(/^.*?: /, "");
    throw goError(`failed to add new cron job: ${reason}`);
  }
}

interface Job {
  readonly id: string;
  readonly expression: string;
}

export function cronOf() {
  const jobs = (): Job[] => call<Job[]>("cron.jobs");
  return {
    add: addJob,
    mustAdd: addJob,
    remove: cronRemove,
    removeAll: () => {
      for (const { id } of jobs()) cronRemove(id);
    },
    jobs: () =>
      jobs().map((job) => ({
        id: () => job.id,
        expression: () => job.expression,
        run: () => void call("cron.run", job.id),
        toJSON: () => job,
      })),
    total: () => jobs().length,
    hasStarted: () => true,
    setTimezone: (zone: unknown) => void call("cron.setTimezone", String(zone)),
    setInterval: () => {},
    start: () => {},
    stop: () => {},
  };
}
