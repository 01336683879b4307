import { call } from "./host.ts";
import { isLoading, keep, register } from "./registry.ts";

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
  call("cron.remove", String(id));
}

interface Job {
  readonly id: string;
  readonly expression: string;
}

export function cronOf() {
  const jobs = (): Job[] => call<Job[]>("cron.jobs");
  return {
    add: cronAdd,
    mustAdd: cronAdd,
    remove: cronRemove,
    removeAll: () => {
      for (const { id } of jobs()) cronRemove(id);
    },
    jobs: () =>
      jobs().map((job) => ({
        id: () => job.id,
        expression: () => job.expression,
        run: () => void call("cron.run", job.id),
      })),
    total: () => jobs().length,
    hasStarted: () => true,
    start: () => {},
    stop: () => {},
  };
}
