import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import path from "node:path";
import { defineRequestValue, NotFound, type RequestEvent, sendContent } from "#kernel";
import { Viewer } from "../records/contract.ts";
import type { RecordModel } from "../records/model/record.ts";

/** What scripts put on a request for each other. */
export const ScriptStore = defineRequestValue<Readonly<Record<string, unknown>>>("script-store", {});

/** What a sandbox did with a request. */
export interface RequestChanges {
  readonly writes?: readonly (readonly [kind: string, ...args: unknown[]])[];
  readonly auth?: RecordModel | null;
  readonly store?: Readonly<Record<string, unknown>>;
  readonly body?: Readonly<Record<string, unknown>>;
  /** Headers of the request as scripts left them. */
  readonly headers?: Readonly<Record<string, string[]>>;
  /** The database or transaction that what follows should work in, by its number. */
  readonly app?: number;
}

export async function applyRequest(e: RequestEvent, changes: RequestChanges): Promise<void> {
  if (changes.store !== undefined) e.set(ScriptStore, changes.store);
  if (changes.auth !== undefined) setViewer(e, changes.auth);
  if (changes.headers !== undefined) replaceHeaders(e, changes.headers);
  if (changes.body !== undefined) await replaceBody(e, changes.body);
  for (const [kind, ...args] of changes.writes ?? []) await writers[kind]?.(e, ...args);
}

/** What a sandbox should know of a request's answer; undefined if nothing has happened yet. */
export function requestState(e: RequestEvent): object | undefined {
  return {
    status: e.status,
    ...(e.get(ScriptStore) !== ScriptStore.initial && { store: e.get(ScriptStore) }),
  };
}

function setViewer(e: RequestEvent, record: RecordModel | null): void {
  const isSuperuser = record?.collection.name === "_superusers";
  e.set(Viewer, { record: record ?? undefined, isSuperuser });
}

// Whoever read the body before holds this object: its content is changed in place.
async function replaceBody(e: RequestEvent, values: Readonly<Record<string, unknown>>): Promise<void> {
  const { data } = await e.body();
  for (const key of Object.keys(data)) if (!(key in values)) delete data[key];
  Object.assign(data, values);
}

function replaceHeaders({ request }: RequestEvent, given: Readonly<Record<string, string[]>>): void {
  const { headers } = request;
  for (const name of Object.keys(headers)) if (!(name in given) && name !== "host") delete headers[name];
  for (const [name, values] of Object.entries(given))
    headers[name] = values.join(name === "cookie" ? "; " : ", ");
  request.rawHeaders = Object.entries(given).flatMap(([name, values]) =>
    values.flatMap((value) => [name, value]),
  );
}

type Writer = (e: RequestEvent, ...args: unknown[]) => void | Promise<void>;

const writers: Readonly<Record<string, Writer>> = {
  json(e, status, text) {
    // Only a client that picks fields needs the value; else the text is what is sent.
    if (e.query.has("fields")) e.json(status as number, JSON.parse(text as string));
    else e.jsonText(status as number, text as string);
  },
  send: (e, status, type, body) => e.send(status as number, type as string, body as string | Uint8Array),
  append: (e, body) => e.send(e.status || 200, "text/plain; charset=utf-8", body as string | Uint8Array),
  noContent: (e, status) => e.noContent(status as number),
  redirect: (e, status, url) => e.redirect(status as number, headerText(url)),
  setHeader: (e, name, value) => e.setHeader(name as string, headerText(value)),
  addHeader(e, name, value) {
    const known = e.response.getHeader(name as string);
    const list = known === undefined ? [] : Array.isArray(known) ? known : [String(known)];
    e.setHeader(name as string, [...list, headerText(value)]);
  },
  removeHeader: (e, name) => e.response.removeHeader(name as string),
  file: (e, folder, name) => sendFile(e, (folder as { readonly folder: string }).folder, name as string),
};

/** Headers go out as UTF-8; Node takes every character of them for one byte. */
function headerText(value: unknown): string {
  return Buffer.from(String(value).replace(/[\r\n]/g, " ")).toString("latin1");
}

const types: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".pdf": "application/pdf",
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
};

/** Sends a file below a folder, or its index.html if it is a folder itself. */
export async function sendFile(e: RequestEvent, folder: string, name: string): Promise<void> {
  const { file, size, modified } = await findFile(folder, name);
  await sendContent(e, {
    type: types[path.extname(file)] ?? "application/octet-stream",
    size,
    modified,
    bytes: undefined,
    open: (range) => createReadStream(file, range),
  });
}

/** What would be sent; throws if there is no such file. */
export async function findFile(
  folder: string,
  name: string,
): Promise<{ readonly file: string; readonly size: number; readonly modified: Date }> {
  const root = path.resolve(folder);
  let file = path.resolve(root, `./${name}`);
  if (file !== root && !file.startsWith(`${root}${path.sep}`)) throw fileNotFound();
  let found = await stat(file).catch(() => undefined);
  if (found?.isDirectory()) {
    file = path.join(file, "index.html");
    found = await stat(file).catch(() => undefined);
  }
  if (!found?.isFile()) throw fileNotFound();
  return { file, size: found.size, modified: found.mtime };
}

function fileNotFound(): Error {
  const error = new NotFound();
  error.message = "File not found.";
  return error;
}
