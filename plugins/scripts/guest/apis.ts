import type { Tagged } from "../bridge/wire.ts";
import { HookEvent } from "./event.ts";
import { call } from "./host.ts";
import { Record } from "./record.ts";
import { keep, type Step } from "./registry.ts";
import type { RequestEvent } from "./request.ts";

/** A middleware with its place in the order. */
export class Middleware {
  readonly func: unknown;
  readonly priority: number;
  readonly id: string;

  constructor(func: unknown, priority = 0, id = "") {
    this.func = func;
    this.priority = priority;
    this.id = id;
  }
}

/** A handler or middleware that the host itself has. */
class HostStep {
  readonly step: Step;

  constructor(host: string, args: readonly unknown[]) {
    this.step = { host, args };
  }
}

/** What was given as a handler or middleware, as the host is told of it. */
export function stepOf(given: unknown): Step {
  if (given instanceof HostStep) return given.step;
  if (!(given instanceof Middleware)) return { place: keep(given) };
  const { priority, id } = given;
  return { place: keep(given.func), priority, ...(id !== "" && { id }) };
}

const host =
  (name: string) =>
  (...args: readonly unknown[]) =>
    new HostStep(name, args);

export const $apis = {
  static: (where: unknown, indexFallback = false) => new HostStep("static", [folderOf(where), indexFallback]),
  requireGuestOnly: host("requireGuestOnly"),
  requireAuth: host("requireAuth"),
  requireSuperuserAuth: host("requireSuperuserAuth"),
  requireSuperuserOrOwnerAuth: host("requireSuperuserOrOwnerAuth"),
  skipSuccessActivityLog: host("skipSuccessActivityLog"),
  gzip: host("gzip"),
  bodyLimit: host("bodyLimit"),
  recordAuthResponse(e: RequestEvent, record: Record, method = "", meta: unknown = null): void {
    if (e instanceof HookEvent)
      HookEvent.takeOver(e, call("apis.recordAuthResponse", e, record, method, meta));
  },
  enrichRecord(e: RequestEvent, record: Record, ...expands: readonly string[]): void {
    enrich(e, [record], expands);
  },
  enrichRecords(e: RequestEvent, records: readonly Record[], ...expands: readonly string[]): void {
    enrich(e, records, expands);
  },
};

function enrich(e: RequestEvent, records: readonly Record[], expands: readonly string[]): void {
  const enriched = call<Tagged[]>("apis.enrich", e, records, expands);
  for (const [i, record] of records.entries()) Record.refresh(record, enriched[i] as Tagged);
}

function folderOf(where: unknown): string {
  return typeof where === "object" && where !== null && "path" in where ? String(where.path) : String(where);
}
