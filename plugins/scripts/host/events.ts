import type { CollectionModel } from "../../collections/contract.ts";
import { Collection } from "../../collections/model/collection.ts";
import type { Model } from "../../models/contract.ts";
import { RecordModel } from "../../records/model/record.ts";
import { applyRequest, type RequestChanges, requestState } from "../answering.ts";
import { applyChanges } from "../lending.ts";
import type { HostFunctions, ScriptSession } from "../session.ts";
import { shown } from "./app.ts";

/** What a sandbox changed of an event. */
export interface Delta {
  readonly fields?: Readonly<Record<string, unknown>>;
  readonly records?: readonly (readonly [handle: number, changes: unknown])[];
  readonly request?: RequestChanges;
  /** The handlers are over, and what follows them is to begin. */
  readonly next?: boolean;
}

export const eventFunctions: HostFunctions = {
  "event.next": async (session, delta: Delta | null) => {
    await applyDelta(session, delta);
    const before = fieldsOf(session);
    await session.event?.next();
    return changesSince(session, before);
  },
  "event.keep": (session, delta: Delta) => applyDelta(session, delta),
};

/** Puts what a sandbox changed in place. */
export async function applyDelta(session: ScriptSession, delta: Delta | null): Promise<void> {
  if (delta === null) return;
  for (const [handle, changes] of delta.records ?? [])
    applyChanges(session.lentAt(handle) as RecordModel, changes);
  for (const [field, value] of Object.entries(delta.fields ?? {})) assign(session.event, field, value);
  const { request } = delta;
  if (request?.app !== undefined && session.event !== undefined)
    assign(session.event, "db", session.db(request.app));
  if (request !== undefined && session.request !== undefined) await applyRequest(session.request, request);
}

// Others may hold the object an event carries, so its content is changed where it can be.
function assign(event: object | undefined, field: string, value: unknown): void {
  if (event === undefined) return;
  const target = event as Record<string, unknown>;
  const known = target[field];
  if (field === "model") {
    assignModel(known as Model, value);
    return;
  }
  if (!isPlain(known) || !isPlain(value)) {
    target[field] = value;
    return;
  }
  for (const key of Object.keys(known)) if (!(key in value)) delete known[key];
  Object.assign(known, value);
}

// What is saved stays the same model; its content is changed.
function assignModel(model: Model, value: unknown): void {
  if (value instanceof Collection) (model as CollectionModel).collection = value;
  else if ("values" in model && isPlain(value)) Object.assign(model.values as object, value);
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

/** The copied fields of an event as they are now, and those that hold nothing yet. */
function fieldsOf(session: ScriptSession): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  const { event, hook } = session;
  if (event === undefined || hook === undefined) return texts;
  for (const [field, view] of Object.entries(hook.guest)) {
    const value = (event as Record<string, unknown>)[field];
    if (view === "copy" || value === undefined) texts.set(field, fingerprint(value));
  }
  return texts;
}

function fingerprint(value: unknown): string {
  if (typeof value !== "object" || value === null) return String(value);
  return value instanceof Error ? "error" : JSON.stringify(value);
}

/** What the rest of the chain changed, for the sandbox. */
function changesSince(session: ScriptSession, before: ReadonlyMap<string, string>): unknown {
  const fields: Record<string, unknown> = {};
  for (const [field, text] of before) {
    const value = (session.event as Record<string, unknown> | undefined)?.[field];
    if (fingerprint(value) !== text) fields[field] = value;
  }
  const records: unknown[] = [];
  for (const record of recordsOf(session)) {
    const known = session.shownAs(record);
    if (known === undefined) continue;
    const now = shown(session, record) as { readonly s: string; readonly h: number };
    if (now.s !== known) records.push([now.h, now]);
  }
  const changes = {
    ...(Object.keys(fields).length > 0 && { fields }),
    ...(records.length > 0 && { records }),
    ...(session.request !== undefined && { request: requestState(session.request) }),
  };
  return Object.keys(changes).length === 0 ? null : changes;
}

function recordsOf({ event, hook }: ScriptSession): readonly RecordModel[] {
  if (event === undefined || hook === undefined) return [];
  const values = Object.keys(hook.guest).map((field) => (event as Record<string, unknown>)[field]);
  return values.flat().filter((value) => value instanceof RecordModel);
}
