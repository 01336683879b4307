// biome-ignore-all lint/suspicious/noExplicitAny: fields, bodies and SQL rows hold whatever the application put there
/** Handles a request; throws or returns an ApiError to fail it. */
type RouteHandler = (e: RequestEvent) => unknown;
type AnyMiddleware = RouteHandler | Middleware | HostMiddleware;

interface HostMiddleware {
  readonly __hostMiddleware: true;
  /** Runs it in the middle of a handler, around what is left of the request. */
  func(e: RequestEvent): unknown;
}

/** Adds a route: `{name}` in the path is one segment, `{name...}` the rest, `{$}` the exact end. */
declare function routerAdd(
  method: string,
  path: string,
  handler: RouteHandler | HostMiddleware,
  ...middlewares: AnyMiddleware[]
): void;

/** Adds middlewares around every request; each goes on with `e.next()`. */
declare function routerUse(...middlewares: AnyMiddleware[]): void;

/** A middleware with its place: lower priorities run earlier. */
declare class Middleware {
  constructor(handler: RouteHandler, priority?: number, id?: string);
  readonly func: RouteHandler;
  readonly priority: number;
  readonly id: string;
}

interface RequestEvent {
  app: App;
  auth: RecordModel | null;
  readonly request: HttpRequest;
  readonly response: HttpResponse;
  readonly requestEvent: RequestEvent;
  /** Hands over to what follows; waits for it. */
  next(): void;

  json(status: number, value: any): void;
  string(status: number, text: string): void;
  html(status: number, text: string): void;
  xml(status: number, value: any): void;
  blob(status: number, contentType: string, content: any): void;
  stream(status: number, contentType: string, reader: any): void;
  fileFS(fs: any, name: string): void;
  noContent(status: number): void;
  redirect(status: number, url: string): void;
  setCookie(cookie: Cookie | Data): void;
  written(): boolean;
  status(): number;
  flush(): void;
  isTLS(): boolean;
  realIP(): string;
  remoteIP(): string;

  requestInfo(): RequestInfo;
  hasSuperuserAuth(): boolean;
  bindBody(target: object): void;
  findUploadedFiles(key: string): FilesystemFile[];
  get(key: string): any;
  set(key: string, value: any): void;
  getAll(): Data;
  setAll(values: Data): void;

  error(status: number, message: string, data?: Data): ApiError;
  badRequestError(message?: string, data?: Data): ApiError;
  unauthorizedError(message?: string, data?: Data): ApiError;
  forbiddenError(message?: string, data?: Data): ApiError;
  notFoundError(message?: string, data?: Data): ApiError;
  tooManyRequestsError(message?: string, data?: Data): ApiError;
  internalServerError(message?: string, data?: Data): ApiError;
}

declare class RequestInfo {
  constructor(data?: Partial<RequestInfo>);
  context: string;
  method: string;
  /** First value of each parameter. */
  query: { [name: string]: string };
  /** Names in lower snake case: `x_foo_bar`. */
  headers: { [name: string]: string };
  body: Data;
  auth: RecordModel | null;
  hasSuperuserAuth(): boolean;
  clone(): RequestInfo;
}

interface HttpRequest {
  readonly method: string;
  readonly host: string;
  readonly remoteAddr: string;
  readonly requestURI: string;
  readonly pattern: string;
  readonly contentLength: number;
  readonly proto: string;
  /** Something where the connection is encrypted, null elsewhere. */
  readonly tls: object | null;
  readonly body: any;
  readonly header: HttpHeader;
  readonly url: RequestUrl;
  pathValue(name: string): string;
  setPathValue(name: string, value: string): void;
  cookie(name: string): Cookie;
  cookies(): Cookie[];
  referer(): string;
  userAgent(): string;
  basicAuth(): [user: string, password: string, ok: boolean];
  formValue(name: string): string;
  postFormValue(name: string): string;
  formFile(name: string): [FilesystemFile, { filename: string; size: number }];
  readonly form: { [name: string]: string[] };
  readonly postForm: { [name: string]: string[] };
  /** Values and files of a multipart body, by key. */
  readonly multipartForm: {
    value: { [name: string]: string[] };
    file: { [name: string]: FilesystemFile[] };
  };
  context(): object;
  parseForm(): void;
  parseMultipartForm(maxMemory?: number): void;
}

interface HttpHeader {
  get(name: string): string;
  set(name: string, value: string): void;
  add(name: string, value: string): void;
  del(name: string): void;
  values(name: string): string[];
}

interface RequestUrl {
  readonly path: string;
  readonly rawPath: string;
  readonly rawQuery: string;
  readonly scheme: string;
  readonly host: string;
  readonly fragment: string;
  query(): QueryValues;
  hostname(): string;
  port(): string;
  /** The path as it was sent. */
  escapedPath(): string;
  isAbs(): boolean;
  /** Path and query as they were sent. */
  requestURI(): string;
  string(): string;
  toString(): string;
}

/** The values of a query, a copy of them; "" for what is not there. */
interface QueryValues {
  get(name: string): string;
  has(name: string): boolean;
  set(name: string, value: any): void;
  add(name: string, value: any): void;
  del(name: string): void;
  /** As text, names in the order of the alphabet. */
  encode(): string;
  toJSON(): { [name: string]: string[] };
}

interface HttpResponse {
  header(): HttpHeader;
  writeHeader(status: number): void;
  write(content: any): number;
}

declare class Cookie {
  constructor(data?: Data);
  name: string;
  value: string;
  path: string;
  domain: string;
  /** A date or its text; null for as long as the browser is open. */
  expires: any;
  maxAge: number;
  secure: boolean;
  httpOnly: boolean;
  /** 1 default, 2 lax, 3 strict, 4 none. */
  sameSite: number;
  partitioned: boolean;
  /** As the value of a Set-Cookie header. */
  string(): string;
}

declare const $apis: {
  static(folder: any, indexFallback?: boolean): HostMiddleware;
  requireGuestOnly(): HostMiddleware;
  /** With names: only records of these collections. */
  requireAuth(...collections: string[]): HostMiddleware;
  requireSuperuserAuth(): HostMiddleware;
  requireSuperuserOrOwnerAuth(param?: string): HostMiddleware;
  skipSuccessActivityLog(): HostMiddleware;
  gzip(): HostMiddleware;
  /** Bytes; 0 for any number. */
  bodyLimit(bytes: number): HostMiddleware;
  recordAuthResponse(e: RequestEvent, record: RecordModel, method?: string, meta?: any): void;
  enrichRecord(e: RequestEvent, record: RecordModel, ...expands: string[]): void;
  enrichRecords(e: RequestEvent, records: RecordModel[], ...expands: string[]): void;
};
