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

  /** Runs it in the middle of a handler, around what is left of the request. */
  readonly func = (e: RequestEvent): unknown => {
    if (e instanceof HookEvent) ask(e, "apis.apply", this.step.host, this.step.args);
    return e.next();
  };
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
    if (e instanceof HookEvent) ask(e, "apis.recordAuthResponse", record, method, meta);
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

/** Has the host do something with a request; it is told what handlers changed so far, and tells what it changed. */
function ask(e: HookEvent, name: string, ...args: readonly unknown[]): void {
  HookEvent.takeOver(e, call(name, e, HookEvent.changes(e) ?? null, ...args));
}
