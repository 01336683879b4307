import type { Route } from "#kernel";
import { superusersOnly } from "../records/contract.ts";
import type { Located } from "./guest/registry.ts";
import { nameOf } from "./registered.ts";
import type { Scripts } from "./reload.ts";

/** What runs, for the dashboard. */
export function scriptRoutes(scripts: Scripts): Route {
  return {
    method: "GET",
    path: "/api/isobase/scripts",
    middlewares: [superusersOnly],
    handle: () => report(scripts),
  };
}

function report({ running }: Scripts): object {
  if (running === undefined) return { generation: 0, loadedAt: "", files: [] };
  const { generation, registrations, number } = running;
  const files = generation.files.map(({ filename }) => {
    const figures = registrations.figuresOf(filename);
    const own = generation.registrations.filter(({ file }) => file === filename);
    const count = (kind: Located["kind"]): number => own.filter((one) => one.kind === kind).length;
    return {
      file: filename,
      routes: count("route"),
      hooks: count("hook"),
      crons: count("cron"),
      registered: own.map((one) => ({ kind: one.kind, name: nameOf(one) })),
      calls: figures.calls,
      errors: figures.errors,
      p50: figures.percentile(0.5),
      p99: figures.percentile(0.99),
      lastError: figures.lastError,
    };
  });
  return { generation: number, loadedAt: generation.loadedAt.toISOString().replace("T", " "), files };
}
