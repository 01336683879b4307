import type { IncomingMessage, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { TooLarge, UnsupportedContentType } from "../errors.ts";
import { parseJsonObject, parseMultipart, parseUrlEncoded, type RequestBody, readBytes } from "./body.ts";
import { stringify } from "./json.ts";
import type { Pattern } from "./pattern.ts";

/** A value others put on a request, under a key of its own; `initial` is what it reads as before. */
export interface RequestValue<T> {
  readonly name: string;
  readonly initial: T;
}

export function defineRequestValue<T>(name: string, initial: T): RequestValue<T> {
  return { name, initial };
}

/** Changes a JSON value just before it is sent, e.g. to pick the fields a client asked for. */
export type JsonShaper = (e: RequestEvent, status: number, value: unknown) => unknown;

export interface RequestOptions {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly path: string;
  readonly search: string;
  readonly shapers: readonly JsonShaper[];
}

async function discardFiles({ files }: RequestBody): Promise<void> {
  await Promise.all(files.map((file) => file.discard()));
}

/** Characters from which on a text is made bytes once, instead of being counted and then written by two others. */
const longText = 2048;

function asSent(body: string | Uint8Array): string | Uint8Array {
  return typeof body === "string" && body.length > longText ? Buffer.from(body) : body;
}

const defaultBodyLimit = 32 * 1024 * 1024;
const noQuery = new URLSearchParams();

/** One request and its answer. Lives as long as the request; handlers, middlewares and hooks share it. */
export class RequestEvent {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly method: string;
  /** As sent, not decoded. */
  readonly path: string;
  /** The query string without its `?`. */
  readonly search: string;
  /** When it came, as performance.now() tells it. */
  readonly startedAt = performance.now();
  params: Readonly<Record<string, string>> = {};
  /** The pattern of the route that answers; undefined when none matched. */
  pattern: Pattern | undefined;
  /** Most bytes a body may have; 0 means any number. */
  bodyLimit = defaultBodyLimit;
  /** What the route failed with, for those who report on requests; set when the answer is an error. */
  error: unknown;
  readonly shapers: readonly JsonShaper[];
  #values: Map<RequestValue<unknown>, unknown> | undefined;
  #query: URLSearchParams | undefined;
  #body: Promise<RequestBody> | undefined;
  #bytes: Promise<Buffer> | undefined;
  #written = false;
  #status = 0;
  #held: string | Uint8Array | undefined;
  #source: Readable | undefined;
  #takenOver = false;

  constructor(options: RequestOptions) {
    this.request = options.request;
    this.response = options.response;
    this.method = options.request.method ?? "GET";
    this.path = options.path;
    this.search = options.search;
    this.shapers = options.shapers;
  }

  get query(): URLSearchParams {
    if (this.search === "") return noQuery;
    this.#query ??= new URLSearchParams(this.search);
    return this.#query;
  }

  /** A header of the request by its lower-case name; "" when absent. */
  header(name: string): string {
    const value = this.request.headers[name];
    return Array.isArray(value) ? (value[0] ?? "") : (value ?? "");
  }

  get<T>(key: RequestValue<T>): T {
    return this.#values?.has(key) ? (this.#values.get(key) as T) : key.initial;
  }

  set<T>(key: RequestValue<T>, value: T): void {
    this.#values ??= new Map();
    this.#values.set(key, value);
  }

  /** Address of the other end of the socket. */
  get remoteIp(): string {
    return this.request.socket.remoteAddress ?? "";
  }

  get isTls(): boolean {
    return "encrypted" in this.request.socket;
  }

  get hasBody(): boolean {
    const { headers } = this.request;
    return headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0;
  }

  /** The body as values and files, whatever its type; read once. Throws 400 for types it cannot read, 413 over the limit. */
  body(): Promise<RequestBody> {
    this.#body ??= this.#readBody();
    return this.#body;
  }

  /** Puts values in place of what the body holds, e.g. for the items of a batch. */
  setBody(body: RequestBody): void {
    this.#body = Promise.resolve(body);
  }

  /** The body as it came; not for multipart. */
  bytes(): Promise<Buffer> {
    this.#bytes ??= readBytes(this.request, this.bodyLimit);
    return this.#bytes;
  }

  async #readBody(): Promise<RequestBody> {
    if (!this.hasBody) return { data: {}, files: [] };
    if (this.bodyLimit > 0 && Number(this.request.headers["content-length"] ?? 0) > this.bodyLimit)
      throw new TooLarge();
    const type = this.header("content-type").toLowerCase();
    if (type.startsWith("application/json")) {
      return { data: parseJsonObject((await this.bytes()).toString("utf8")), files: [] };
    }
    if (type.startsWith("multipart/form-data")) return await parseMultipart(this.request, this.bodyLimit);
    if (type.startsWith("application/x-www-form-urlencoded")) {
      return { data: parseUrlEncoded((await this.bytes()).toString("utf8")), files: [] };
    }
    throw new UnsupportedContentType();
  }

  /** True once an answer was begun. */
  get written(): boolean {
    return this.#written || this.response.headersSent;
  }

  /** The status that was sent; 0 before. */
  get status(): number {
    return this.#status || (this.response.headersSent ? this.response.statusCode : 0);
  }

  setHeader(name: string, value: string | number | readonly string[]): void {
    this.response.setHeader(name, value as string);
  }

  json(status: number, value: unknown): void {
    let shaped = value;
    for (const shape of this.shapers) shaped = shape(this, status, shaped);
    this.jsonText(status, stringify(shaped));
  }

  /** Sends JSON text that is complete and escaped already. */
  jsonText(status: number, text: string): void {
    this.send(status, "application/json", `${text}\n`);
  }

  /** The same as bytes, with the line end that belongs to it. */
  jsonBytes(status: number, bytes: Uint8Array): void {
    this.send(status, "application/json", bytes);
  }

  /** The body of the answer so far; for whoever answers requests that came over no socket. */
  get held(): string | Uint8Array | undefined {
    return this.#held;
  }

  text(status: number, text: string): void {
    this.send(status, "text/plain; charset=utf-8", text);
  }

  html(status: number, text: string): void {
    this.send(status, "text/html; charset=utf-8", text);
  }

  /** Sends a body; a second call appends to the first, as in the reference. */
  send(status: number, contentType: string, body: string | Uint8Array): void {
    if (!this.#written) {
      this.#begin(status);
      if (!this.response.hasHeader("content-type")) this.response.setHeader("Content-Type", contentType);
    }
    this.#held =
      this.#held === undefined ? body : Buffer.concat([Buffer.from(this.#held), Buffer.from(body)]);
  }

  /** Puts another body in place of the one that waits to be sent, e.g. the same compressed; not where there is none. */
  changeBody(change: (body: string | Uint8Array | Readable) => Uint8Array | Readable): void {
    const body = this.#source ?? this.#held;
    if (this.#takenOver || body === undefined) return;
    if (!(body instanceof Readable) && body.length === 0) return;
    const changed = change(body);
    this.response.removeHeader("Content-Length");
    this.#source = changed instanceof Readable ? changed : undefined;
    this.#held = changed instanceof Readable ? undefined : changed;
  }

  noContent(status: number): void {
    this.#begin(status);
  }

  redirect(status: number, location: string): void {
    this.setHeader("Location", location);
    this.#begin(status);
  }

  /** Sends what `body` gives until it ends. */
  stream(status: number, contentType: string, body: Readable): void {
    this.#begin(status);
    this.setHeader("Content-Type", contentType);
    this.#source = body;
  }

  /** Leaves the raw answer to the caller, who writes and ends it, e.g. for a stream of events. */
  takeOver(): ServerResponse {
    this.#written = true;
    this.#takenOver = true;
    return this.response;
  }

  #begin(status: number): void {
    this.#written = true;
    this.#status = status;
    this.response.statusCode = status;
  }

  /** Ends the answer. For the dispatcher only. */
  finish(): void {
    const { response } = this;
    void this.#body?.then(discardFiles).catch(() => {}); // a bad body was told to whoever asked for it
    if (this.#takenOver || response.writableEnded) return;
    if (this.#source !== undefined) {
      this.#pipe(this.#source);
      return;
    }
    const body = asSent(this.#held ?? "");
    if (
      !response.headersSent &&
      !response.hasHeader("content-length") &&
      this.#status !== 204 &&
      this.#status !== 304
    ) {
      response.setHeader("Content-Length", Buffer.byteLength(body));
    }
    if (this.method === "HEAD") response.end();
    else response.end(body);
  }

  #pipe(source: Readable): void {
    const { response } = this;
    if (this.method === "HEAD") {
      source.destroy();
      response.end();
      return;
    }
    source.on("error", () => response.destroy());
    response.on("close", () => source.destroy());
    source.pipe(response);
  }
}
