import type { Generation } from "./generation.ts";
import { nameOf } from "./registered.ts";
import type { Registrations } from "./registrations.ts";
import type { Scripts } from "./reload.ts";

/** What runs and how it does, for the dashboard. */
export async function reportOf(scripts: Scripts): Promise<object> {
  const { running, last } = scripts;
  const known = await scripts.known();
  const atRest = new Set(known.flatMap(({ filename, isSuspended }) => (isSuspended ? [filename] : [])));
  // Nobody waits for a file that was put to rest.
  const refusals = (last?.refusals ?? []).filter(({ file }) => !atRest.has(file));
  return {
    generation: running?.number ?? 0,
    loadedAt: timeText(running?.generation.loadedAt),
    lastReload: last && { at: timeText(last.at), ms: Math.round(last.ms), refusals },
    sandboxes: running?.generation.sandboxes ?? { count: 0, busy: 0, heapBytes: 0 },
    files: known.map(({ filename, isSuspended }) => {
      const isRunning = running?.generation.files.some((file) => file.filename === filename) === true;
      return {
        file: filename,
        state: isSuspended ? "suspended" : isRunning ? "running" : "refused",
        ...(isRunning && running ? runningFile(running, filename) : notRunning),
      };
    }),
  };
}

interface Loaded {
  readonly generation: Generation;
  readonly registrations: Registrations;
}

function runningFile({ generation, registrations }: Loaded, filename: string): typeof notRunning {
  const own = generation.registrations.filter(({ file }) => file === filename);
  const count = (kind: string): number => own.filter((one) => one.kind === kind).length;
  const figures = registrations.figuresOf(filename);
  return {
    routes: count("route"),
    hooks: count("hook"),
    crons: count("cron"),
    registered: own.map((one) => ({
      kind: one.kind,
      name: nameOf(one),
      line: generation.stacks.placeOf(one.at)?.line,
    })),
    calls: figures.calls,
    errors: figures.errors,
    p50: figures.percentile(0.5),
    p99: figures.percentile(0.99),
    cpuMs: Math.round(figures.cpuMs * 100) / 100,
    hostCalls: figures.hostCalls,
    lastError: figures.lastError,
    lastErrorAt: timeText(figures.lastErrorAt),
  };
}

const notRunning = {
  routes: 0,
  hooks: 0,
  crons: 0,
  registered: [] as readonly {
    readonly kind: string;
    readonly name: string;
    readonly line: number | undefined;
  }[],
  calls: 0,
  errors: 0,
  p50: 0,
  p99: 0,
  cpuMs: 0,
  hostCalls: 0,
  lastError: "",
  lastErrorAt: "",
};

function timeText(time: Date | undefined): string {
  return time?.toISOString().replace("T", " ") ?? "";
}
