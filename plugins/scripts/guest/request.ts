import { decodeValue, JsonText, type Tagged } from "../bridge/wire.ts";
import type { App } from "./app.ts";
import { asBytes, Bytes, encodeUtf8 } from "./bytes.ts";
import { codec, toWire } from "./codec.ts";
import { Cookie, cookieText, parseCookies } from "./cookies.ts";
import { ApiError, goError, InternalServerError } from "./errors.ts";
import { type File, isFile, uploadedFiles } from "./filesystem.ts";
import { Header } from "./header.ts";
import { call } from "./host.ts";
import { answerJson } from "./json.ts";
import { bindTo } from "./models.ts";
import type { Record } from "./record.ts";
import { asString, toText } from "./text.ts";
import { RequestUrl } from "./url.ts";
import { xmlOf } from "./xml.ts";

/** A request as the host describes it. `head` is text until someone looks. */
export interface RequestData {
  readonly handle: number;
  readonly head: string;
  /** As it came over the wire. */
  readonly auth: unknown;
  readonly store?: { readonly [key: string]: unknown };
  readonly written?: boolean;
  readonly status?: number;
}

interface Head {
  readonly method: string;
  /** Path and query as sent. */
  readonly target: string;
  readonly host: string;
  readonly remoteAddress: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly params: { readonly [name: string]: string };
  readonly pattern: string;
  readonly length: number;
  readonly tls: boolean;
}

type Write = readonly [kind: string, ...args: unknown[]];

export interface RequestInfoData {
  context: string;
  method: string;
  query: { [name: string]: string };
  headers: { [name: string]: string };
  body: { [key: string]: unknown };
  auth: Record | null;
}

/** What a request told, for rules and handlers. */
export class RequestInfo implements RequestInfoData {
  context = "default";
  method = "";
  query: { [name: string]: string } = {};
  headers: { [name: string]: string } = {};
  body: { [key: string]: unknown } = {};
  auth: Record | null = null;

  constructor(data: Partial<RequestInfoData> = {}) {
    Object.assign(this, data);
  }

  hasSuperuserAuth(): boolean {
    return this.auth?.isSuperuser() === true;
  }

  clone(): RequestInfo {
    return new RequestInfo({
      ...this,
      query: { ...this.query },
      headers: { ...this.headers },
      body: { ...this.body },
    });
  }
}

/** A request and its answer. What is answered is collected here and travels with next() or the return. */
export class RequestEvent {
  next: () => unknown = () => undefined;
  readonly #data: RequestData | undefined;
  readonly #writes: Write[] = [];
  #head: Head | undefined;
  #auth: Record | null | undefined;
  #authChanged = false;
  #app: App | undefined;
  #store: { [key: string]: unknown };
  #storeChanged = false;
  #info: RequestInfo | undefined;
  #bodySent = "";
  #status: number;
  #written: boolean;
  #request: Request | undefined;
  #response: Response | undefined;

  constructor(data: RequestData | undefined) {
    this.#data = data;
    this.#store = { ...(decodeValue(data?.store, codec) as object | undefined) };
    this.#status = data?.status ?? 0;
    this.#written = data?.written ?? false;
  }

  static delta(event: RequestEvent): unknown {
    const delta: { [part: string]: unknown } = {};
    if (event.#writes.length > 0) delta.writes = event.#writes.splice(0);
    if (event.#authChanged) delta.auth = event.#auth;
    if (event.#storeChanged) delta.store = event.#store;
    if (event.#info !== undefined) {
      const body = JSON.stringify(event.#info.body);
      if (body !== event.#bodySent) delta.body = event.#info.body;
      event.#bodySent = body;
    }
    if (event.#request?.header.isChanged === true) delta.headers = event.#request.header.lowered();
    if (event.#app !== undefined) delta.app = event.#app;
    event.#authChanged = false;
    event.#storeChanged = false;
    return Object.keys(delta).length === 0 ? undefined : delta;
  }

  static merge(event: RequestEvent, data: unknown): void {
    const { status, store } = data as { status?: number; store?: { [key: string]: unknown } };
    if (status !== undefined) {
      event.#status = status;
      event.#written = status !== 0;
    }
    if (store !== undefined) event.#store = { ...store };
  }

  get app(): App {
    return this.#app ?? (globalThis as unknown as { $app: App }).$app;
  }

  /** What follows works in this app's transaction. */
  set app(app: App) {
    this.#app = app;
  }

  get auth(): Record | null {
    if (this.#auth === undefined)
      this.#auth = (decodeValue(this.#data?.auth, codec) ?? null) as Record | null;
    return this.#auth;
  }

  set auth(record: Record | null) {
    this.#auth = record;
    this.#authChanged = true;
  }

  get request(): Request {
    this.#request ??= new Request(this.#readHead(), this.#handle());
    return this.#request;
  }

  get response(): Response {
    this.#response ??= new Response((write) => this.#write(write));
    return this.#response;
  }

  get requestEvent(): this {
    return this;
  }

  hasSuperuserAuth(): boolean {
    return this.auth?.isSuperuser() === true;
  }

  requestInfo(): RequestInfo {
    if (this.#info === undefined) {
      const data = call<RequestInfoData>("request.info", this.#handle());
      this.#info = new RequestInfo({ ...data, auth: this.auth });
      this.#bodySent = JSON.stringify(data.body);
    }
    return this.#info;
  }

  realIP(): string {
    return call<string>("request.realIp", this.#handle());
  }

  remoteIP(): string {
    return this.#readHead().remoteAddress;
  }

  isTLS(): boolean {
    return this.#readHead().tls;
  }

  get(key: string): unknown {
    return this.#store[key] ?? null;
  }

  set(key: string, value: unknown): void {
    this.#store[key] = value;
    this.#storeChanged = true;
  }

  getAll(): { [key: string]: unknown } {
    return { ...this.#store };
  }

  setAll(values: { readonly [key: string]: unknown }): void {
    Object.assign(this.#store, values);
    this.#storeChanged = true;
  }

  findUploadedFiles(key: string): unknown[] {
    return uploadedFiles(this.#handle(), key);
  }

  bindBody(target: object): void {
    bindTo(target, this.requestInfo().body);
  }

  json(status: unknown, value: unknown): void {
    this.#answer(status, ["json", Number(status), new JsonText(answerJson(value))]);
  }

  string(status: unknown, text: unknown): void {
    this.#answer(status, ["send", Number(status), "text/plain; charset=utf-8", asString(text)]);
  }

  html(status: unknown, text: unknown): void {
    this.#answer(status, ["send", Number(status), "text/html; charset=utf-8", asString(text)]);
  }

  xml(status: unknown, value: unknown): void {
    this.#answer(status, ["send", Number(status), "application/xml; charset=utf-8", xmlOf(value)]);
  }

  blob(status: unknown, type: string, content: unknown): void {
    this.#answer(status, ["send", Number(status), type, contentOf(content)]);
  }

  stream(status: unknown, type: string, reader: unknown): void {
    this.blob(status, type, reader);
  }

  noContent(status: unknown): void {
    this.#answer(status, ["noContent", Number(status)]);
  }

  redirect(status: unknown, url: string): void {
    const code = Number(status);
    if (code < 300 || code > 399) throw new InternalServerError("Invalid redirect status code.");
    this.#answer(status, ["redirect", code, String(url)]);
  }

  fileFS(fs: unknown, name: string): void {
    call("request.findFile", fs, name); // a missing file is an error here, where a script may do without
    this.#status = 200;
    this.#written = true;
    this.#write(["file", fs, name]);
  }

  setCookie(cookie: object): void {
    this.#write(["addHeader", "Set-Cookie", cookieText(new Cookie(cookie))]);
  }

  written(): boolean {
    return this.#written;
  }

  status(): number {
    return this.#status;
  }

  flush(): void {}

  error(status: number, message: unknown, data?: unknown): ApiError {
    return new ApiError(status, message, data);
  }

  badRequestError(message?: unknown, data?: unknown): ApiError {
    return new ApiError(400, message, data);
  }

  unauthorizedError(message?: unknown, data?: unknown): ApiError {
    return new ApiError(401, message, data);
  }

  forbiddenError(message?: unknown, data?: unknown): ApiError {
    return new ApiError(403, message, data);
  }

  notFoundError(message?: unknown, data?: unknown): ApiError {
    return new ApiError(404, message, data);
  }

  tooManyRequestsError(message?: unknown, data?: unknown): ApiError {
    return new ApiError(429, message, data);
  }

  internalServerError(message?: unknown, data?: unknown): ApiError {
    return new ApiError(500, message, data);
  }

  [toWire](): Tagged {
    return { $: "request", h: this.#handle() };
  }

  #handle(): number {
    if (this.#data === undefined) throw new TypeError("This event has no request.");
    return this.#data.handle;
  }

  #readHead(): Head {
    this.#handle();
    this.#head ??= JSON.parse(this.#data?.head ?? "{}") as Head;
    return this.#head;
  }

  #answer(status: unknown, write: Write): void {
    if (!this.#written) this.#status = Number(status);
    this.#written = true;
    this.#writes.push(write);
  }

  #write(write: Write): void {
    this.#writes.push(write);
  }
}

/** The request, in the words of the reference. */
class Request {
  readonly #head: Head;
  readonly #handle: number;
  readonly #values = new Map<string, string>();
  readonly header: Header;
  readonly url: RequestUrl;
  readonly method: string;
  readonly host: string;
  readonly remoteAddr: string;
  readonly requestURI: string;
  readonly pattern: string;
  readonly contentLength: number;
  readonly proto = "HTTP/1.1";
  /** Something where the connection is encrypted. */
  readonly tls: object | null;

  constructor(head: Head, handle: number) {
    this.#head = head;
    this.#handle = handle;
    this.header = new Header(head.headers);
    this.url = new RequestUrl(head.target);
    this.method = head.method;
    this.host = head.host;
    this.remoteAddr = head.remoteAddress;
    this.requestURI = head.target;
    this.pattern = head.pattern;
    this.contentLength = head.length;
    this.tls = head.tls ? {} : null;
  }

  pathValue(name: string): string {
    return this.#values.get(name) ?? this.#head.params[name] ?? "";
  }

  setPathValue(name: string, value: string): void {
    this.#values.set(name, value);
  }

  /** The whole body; read by toString() and readerToString(). */
  get body(): unknown {
    return new BodyReader(this.#handle);
  }

  cookie(name: string): Cookie {
    const found = this.cookies().find((cookie) => cookie.name === name);
    if (found === undefined) throw goError("http: named cookie not present");
    return found;
  }

  cookies(): Cookie[] {
    return parseCookies(this.header.get("Cookie"));
  }

  referer(): string {
    return this.header.get("Referer");
  }

  userAgent(): string {
    return this.header.get("User-Agent");
  }

  basicAuth(): readonly [user: string, password: string, ok: boolean] {
    const match = /^Basic (.+)$/i.exec(this.header.get("Authorization"));
    if (match === null) return ["", "", false];
    const text = call<string>("text.fromBase64", match[1]);
    const colon = text.indexOf(":");
    return colon === -1 ? ["", "", false] : [text.slice(0, colon), text.slice(colon + 1), true];
  }

  formValue(name: string): string {
    return this.#form()[name]?.[0] ?? this.url.query().get(name);
  }

  postFormValue(name: string): string {
    return this.#form()[name]?.[0] ?? "";
  }

  formFile(name: string): readonly unknown[] {
    const [file] = this.#filesUnder(name);
    if (file === undefined) throw goError("http: no such file");
    return [file, file];
  }

  /** Values and files of a multipart body, by key. */
  get multipartForm(): { value: { [name: string]: string[] }; file: { [name: string]: readonly unknown[] } } {
    const names = call<string[]>("request.fileKeys", this.#handle);
    return {
      value: this.#form(),
      file: Object.fromEntries(names.map((name) => [name, this.#filesUnder(name)])),
    };
  }

  parseForm(): void {}

  parseMultipartForm(): void {}

  get form(): { [name: string]: string[] } {
    return this.#form();
  }

  get postForm(): { [name: string]: string[] } {
    return this.#form();
  }

  context(): object {
    return {};
  }

  #filesUnder(name: string): readonly File[] {
    return uploadedFiles(this.#handle, name);
  }

  [toWire](): Tagged {
    return { $: "request", h: this.#handle };
  }

  #form(): { [name: string]: string[] } {
    return call("request.form", this.#handle);
  }
}

/** The body of a request; its text is what toString() of it gives. */
export class BodyReader {
  readonly #handle: number;

  constructor(handle: number) {
    this.#handle = handle;
  }

  bytes(): Uint8Array {
    return call<Uint8Array>("request.bytes", this.#handle);
  }

  close(): void {}
}

class Response {
  readonly #write: (write: Write) => void;
  readonly #header: ResponseHeader;

  constructor(write: (write: Write) => void) {
    this.#write = write;
    this.#header = new ResponseHeader(write);
  }

  header(): ResponseHeader {
    return this.#header;
  }

  writeHeader(status: number): void {
    this.#write(["noContent", status]);
  }

  write(content: unknown): number {
    const body = contentOf(content);
    this.#write(["append", body]);
    return body.length;
  }
}

/** Headers of the answer; set here, in place on the host when the handler is done or calls next(). */
class ResponseHeader {
  readonly #write: (write: Write) => void;
  readonly #values = new Map<string, string[]>();

  constructor(write: (write: Write) => void) {
    this.#write = write;
  }

  set(name: string, value: unknown): void {
    this.#values.set(name.toLowerCase(), [String(value)]);
    this.#write(["setHeader", name, String(value)]);
  }

  add(name: string, value: unknown): void {
    this.#values.set(name.toLowerCase(), [...this.values(name), String(value)]);
    this.#write(["addHeader", name, String(value)]);
  }

  del(name: string): void {
    this.#values.delete(name.toLowerCase());
    this.#write(["removeHeader", name]);
  }

  get(name: string): string {
    return this.values(name)[0] ?? "";
  }

  values(name: string): string[] {
    return this.#values.get(name.toLowerCase()) ?? [];
  }
}

function contentOf(content: unknown): string | Uint8Array {
  if (typeof content === "string") return content;
  if (content instanceof Bytes && !("string" in content)) return asBytes(content) as Uint8Array;
  if (isFile(content)) return content.bytes();
  if (Array.isArray(content) && content.every((item) => typeof item === "number"))
    return Uint8Array.from(content);
  return asBytes(content) ?? encodeUtf8(toText(content));
}
