import { AppError, type RequestEvent } from "#kernel";
import type { RecordModel } from "../../records/contract.ts";
import { findFile, requestState } from "../answering.ts";
import { hostMiddleware } from "../middlewares.ts";
import type { HostFunctions, ScriptSession } from "../session.ts";
import { shown } from "./app.ts";
import { applyDelta, type Delta } from "./events.ts";
import { toNewFile } from "./files.ts";
import { jsonFault } from "./json-fault.ts";

export const requestFunctions: HostFunctions = {
  "request.info": async (session, handle: number) => {
    const request = requestAt(session, handle);
    const info = await session.services.requestInfos.of(request).catch(async (error: unknown) => {
      throw await withReason(request, error);
    });
    const { context, method, query, headers, body } = info;
    return { context, method, query, headers, body };
  },
  "request.realIp": (session, handle: number) => session.services.settings.realIp(requestAt(session, handle)),
  "request.bytes": (session, handle: number) => requestAt(session, handle).bytes(),
  "request.form": async (session, handle: number) => {
    const { data } = await requestAt(session, handle).body();
    return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, [value].flat().map(String)]));
  },
  "request.fileKeys": async (session, handle: number) => {
    const { files } = await requestAt(session, handle).body();
    return [...new Set(files.map(({ key }) => key))];
  },
  "request.files": async (session, handle: number, key: string) => {
    const request = requestAt(session, handle);
    if (!/^multipart\/(?:form-data|mixed)/i.test(request.header("content-type")))
      throw new Error("request Content-Type isn't multipart/form-data");
    const { files } = await request.body();
    const found = files.filter((file) => file.key === key);
    if (found.length === 0) throw new Error("http: no such file");
    return await Promise.all(found.map((file) => toNewFile(session, file)));
  },
  "request.findFile": async (_session, { folder }: { readonly folder: string }, name: string) => {
    await findFile(folder, name);
  },
  "requestInfo.read": (session, handle: number) => session.lentAt(handle),

  "apis.apply": async (
    session,
    e: RequestEvent,
    changed: Delta | null,
    name: string,
    args: readonly unknown[],
  ) => {
    await applyDelta(session, changed);
    const { before, after } = hostMiddleware(session.services, name, args);
    await before(e);
    if (after !== undefined) session.afterwards(() => after(e));
    return { request: requestState(e) };
  },
  "apis.recordAuthResponse": async (
    session,
    e: RequestEvent,
    changed: Delta | null,
    record: RecordModel,
    method: string,
    meta: unknown,
  ) => {
    await applyDelta(session, changed);
    await session.services.auth.respond(e, record, method, meta ?? undefined);
    return { request: requestState(e) };
  },
  "apis.enrich": async (
    session,
    e: RequestEvent,
    records: readonly RecordModel[],
    expands: readonly string[],
  ) => {
    await session.services.rules.enrich(session.db(0), e, records, expands);
    return records.map((record) => shown(session, record));
  },
};

/** A body that is no JSON, with the reason a script may know; whoever sent it is told as before. */
async function withReason(request: RequestEvent, error: unknown): Promise<unknown> {
  const cause = error instanceof AppError ? error.cause : undefined;
  if (!(cause instanceof SyntaxError)) return error;
  const text = Buffer.from(await request.bytes()).toString();
  return new Error(jsonFault(text, cause.message), { cause: error });
}

function requestAt(session: ScriptSession, handle: number): RequestEvent {
  return session.lentAt(handle) as RequestEvent;
}
