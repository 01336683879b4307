import type { Hook, RequestEvent } from "#kernel";
import type { CollectionModel } from "../collections/contract.ts";
import type { Model } from "../models/contract.ts";
import { Viewer } from "../records/contract.ts";
import { RecordModel } from "../records/model/record.ts";
import { requestState } from "./answering.ts";
import { encode, textOf } from "./bridge/wire.ts";
import type { ScriptSession } from "./session.ts";
import { LateInfo, OtherModel } from "./stand-ins.ts";

/** By the headers, which are others when a script changed them. */
const heads = new WeakMap<readonly string[], string>();

/** An event as text for a sandbox: copied fields as values, lent ones by number, the request as its head. */
export function eventText(session: ScriptSession): string {
  const { event, hook, request } = session;
  const fields = hook === undefined || event === undefined ? {} : fieldsFor(session, event, hook);
  const data = { fields, ...(request !== undefined && { request: requestFor(session, request) }) };
  return textOf(encode(data, session.codec));
}

function fieldsFor(session: ScriptSession, event: object, hook: Hook<object>): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  for (const field of Object.keys(hook.guest)) {
    if (field === "db" || field === "request") continue;
    const value = (event as Record<string, unknown>)[field];
    fields[field] = fieldOf(session, field, value) ?? null;
  }
  return fields;
}

function fieldOf(session: ScriptSession, field: string, value: unknown): unknown {
  if (field === "requestInfo") return new LateInfo(session.lend(value));
  if (field !== "model" || value instanceof RecordModel) return value;
  const model = value as Model;
  return isCollectionModel(model) ? model.collection : new OtherModel(model);
}

function isCollectionModel(model: Model): model is CollectionModel {
  return "collection" in model;
}

function requestFor(session: ScriptSession, e: RequestEvent): object {
  return {
    handle: session.lend(e),
    head: headOf(e),
    auth: e.get(Viewer).record ?? null,
    ...requestState(e),
  };
}

// The same for every handler of a request, so it is written once.
function headOf(e: RequestEvent): string {
  const raw = e.request.rawHeaders;
  const known = heads.get(raw);
  if (known !== undefined) return known;
  const headers: [string, string][] = [];
  for (let i = 0; i + 1 < raw.length; i += 2) headers.push([raw[i] as string, raw[i + 1] as string]);
  const head = JSON.stringify({
    method: e.method,
    target: e.search === "" ? e.path : `${e.path}?${e.search}`,
    host: e.header("host"),
    remoteAddress: e.remoteIp,
    headers,
    params: e.params,
    pattern: e.pattern?.text ?? "",
    length: Number(e.header("content-length") || 0),
    tls: e.isTls,
  });
  heads.set(raw, head);
  return head;
}
