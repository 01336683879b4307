// biome-ignore-all lint/suspicious/noExplicitAny: fields, bodies and SQL rows hold whatever the application put there
// biome-ignore-all lint/suspicious/noShadowRestrictedNames: toString() is a global of scripts
/** The hooks folder, absolute: ``require(`${__hooks}/lib/util.js`)``. */
declare const __hooks: string;
declare function require(name: string): any;

/** Adds a job, in place of one with the same id. Five fields or a macro such as `@daily`, in UTC. */
declare function cronAdd(id: string, expression: string, run: () => unknown): void;
declare function cronRemove(id: string): void;

/** In pb_migrations: how to apply a change and how to take it back. */
declare function migrate(up: (app: App) => unknown, down?: (app: App) => unknown): void;

/** Holds up this handler for so many milliseconds; the server goes on. */
declare function sleep(ms: number): void;
/** Text of bytes, readers and simple values; JSON of everything else. */
declare function toString(value: any, maxBytes?: number): string;
declare function toBytes(value: any, maxBytes?: number): number[];
declare function readerToString(reader: any, maxBytes?: number): string;
/** Merges JSON data into a model or object. */
declare function unmarshal(data: any, target: object): void;

interface HttpSendConfig {
  url: string;
  /** "GET" if left out. */
  method?: string;
  body?: string | FormData | ArrayLike<number> | FilesystemFile | null;
  headers?: { [name: string]: string };
  /** Seconds; 120 if left out. */
  timeout?: number;
}

interface HttpSendResult {
  statusCode: number;
  headers: { [name: string]: string[] };
  cookies: { [name: string]: Cookie };
  /** The body read as JSON; null if it is none. */
  json: any;
  body: number[];
  raw: string;
}

/** Sends a request and waits for the answer. Throws when there is none. */
declare const $http: { send(config: HttpSendConfig): HttpSendResult };

declare const $security: {
  md5(text: string): string;
  sha256(text: string): string;
  sha512(text: string): string;
  hs256(text: string, secret: string): string;
  hs512(text: string, secret: string): string;
  equal(a: string, b: string): boolean;
  randomString(length: number): string;
  randomStringWithAlphabet(length: number, alphabet: string): string;
  randomStringByRegex(pattern: string): string;
  pseudorandomString(length: number): string;
  pseudorandomStringWithAlphabet(length: number, alphabet: string): string;
  createJWT(claims: Data, key: string, seconds: number): string;
  parseJWT(token: string, key: string): Data;
  parseUnverifiedJWT(token: string): Data;
  /** The key must have 32 characters. */
  encrypt(text: string, key: string): string;
  decrypt(cipher: string, key: string): string;
};

interface FileInfo {
  name(): string;
  size(): number;
  mode(): number;
  isDir(): boolean;
  modTime(): Date;
}

interface Program {
  dir: string;
  env: string[];
  stdin: any;
  run(): void;
  output(): number[];
  combinedOutput(): number[];
}

declare const $os: {
  readonly args: readonly string[];
  cmd(name: string, ...args: string[]): Program;
  exec(name: string, ...args: string[]): Program;
  exit(code: number): void;
  getenv(name: string): string;
  dirFS(folder: string): any;
  stat(path: string): FileInfo;
  /** Bytes; `toString(bytes)` gives the text. */
  readFile(path: string): number[];
  writeFile(path: string, data: any, mode?: number): void;
  readDir(path: string): FileInfo[];
  tempDir(): string;
  truncate(path: string, size: number): void;
  getwd(): string;
  mkdir(path: string, mode?: number): void;
  mkdirAll(path: string, mode?: number): void;
  rename(from: string, to: string): void;
  remove(path: string): void;
  removeAll(path: string): void;
};

declare const $filepath: {
  base(path: string): string;
  clean(path: string): string;
  dir(path: string): string;
  ext(path: string): string;
  fromSlash(path: string): string;
  toSlash(path: string): string;
  glob(pattern: string): string[];
  isAbs(path: string): boolean;
  join(...parts: string[]): string;
  match(pattern: string, name: string): boolean;
  rel(from: string, to: string): string;
  split(path: string): [folder: string, file: string];
  splitList(text: string): string[];
  walk(root: string, visit: (path: string, info: FileInfo, error: unknown) => unknown): void;
  walkDir(root: string, visit: (path: string, info: FileInfo, error: unknown) => unknown): void;
};

declare const $filesystem: {
  fileFromPath(path: string): FilesystemFile;
  fileFromBytes(content: string | ArrayLike<number>, name: string): FilesystemFile;
  fileFromMultipart(file: any): FilesystemFile;
  fileFromURL(url: string, seconds?: number): FilesystemFile;
  local(folder: string): Filesystem;
  s3(
    bucket: string,
    region: string,
    endpoint: string,
    accessKey: string,
    secret: string,
    forcePathStyle: boolean,
  ): Filesystem;
};

declare const $mails: {
  sendRecordPasswordReset(app: App, record: RecordModel): void;
  sendRecordVerification(app: App, record: RecordModel): void;
  sendRecordChangeEmail(app: App, record: RecordModel, newEmail: string): void;
  sendRecordOTP(app: App, record: RecordModel, otpId: string, password: string): void;
  sendRecordAuthAlert(app: App, record: RecordModel, info: string): void;
};

interface Template {
  render(data: any): string;
}
/** Texts with holes, in the syntax of Go's html/template; values are escaped for where they stand. */
declare const $template: {
  loadFiles(...files: string[]): Template;
  loadString(text: string): Template;
  loadFS(fs: any, ...globs: string[]): Template;
  addFuncs(functions: { [name: string]: (...args: any[]) => any }): typeof $template;
};

declare class MailerMessage {
  constructor(data?: Data);
  from: { address: string; name?: string };
  to: { address: string; name?: string }[];
  bcc: { address: string; name?: string }[];
  cc: { address: string; name?: string }[];
  subject: string;
  html: string;
  text: string;
  headers: { [name: string]: string };
  attachments: Data;
  inlineAttachments: Data;
}

declare class SubscriptionMessage {
  constructor(data?: { name?: string; data?: string });
  name: string;
  data: string;
}

declare class Command {
  constructor(data: {
    use: string;
    short?: string;
    long?: string;
    example?: string;
    run(cmd: Command, args: string[]): void;
  });
  [property: string]: any;
}

declare class Context {
  constructor(parent?: Context | null, key?: any, value?: any);
  value(key: any): any;
}

declare class RecordUpsertForm {
  constructor(app: App, record: RecordModel);
  load(data: Data): void;
  submit(): void;
  drySubmit(): void;
}

declare class FormData {
  append(key: string, value: any): void;
  set(key: string, value: any): void;
  get(key: string): any;
  getAll(key: string): any[];
  has(key: string): boolean;
  delete(key: string): void;
  keys(): string[];
  values(): any[];
  entries(): [string, any][];
}

declare const console: {
  log(...values: any[]): void;
  info(...values: any[]): void;
  debug(...values: any[]): void;
  warn(...values: any[]): void;
  error(...values: any[]): void;
};

declare const process: { readonly env: { readonly [name: string]: string | undefined } };

declare class URLSearchParams {
  constructor(init?: string | { [name: string]: string } | [string, string][]);
  get(name: string): string | null;
  getAll(name: string): string[];
  has(name: string): boolean;
  set(name: string, value: string): void;
  append(name: string, value: string): void;
  delete(name: string): void;
  toString(): string;
}

declare class URL {
  constructor(url: string, base?: string | URL);
  href: string;
  readonly origin: string;
  protocol: string;
  host: string;
  hostname: string;
  port: string;
  pathname: string;
  search: string;
  hash: string;
  username: string;
  password: string;
  readonly searchParams: URLSearchParams;
  toString(): string;
}

interface FetchResponse {
  readonly status: number;
  readonly statusText: string;
  readonly ok: boolean;
  readonly url: string;
  readonly headers: { get(name: string): string | null; has(name: string): boolean };
  text(): Promise<string>;
  json(): Promise<any>;
  arrayBuffer(): Promise<ArrayBuffer>;
}
declare function fetch(
  url: string | URL,
  options?: { method?: string; headers?: { [name: string]: string }; body?: string | Uint8Array | FormData },
): Promise<FetchResponse>;

declare function setTimeout(work: (...args: any[]) => void, ms?: number, ...args: any[]): number;
declare function setInterval(work: (...args: any[]) => void, ms?: number, ...args: any[]): number;
declare function clearTimeout(id: number | undefined): void;
declare function clearInterval(id: number | undefined): void;
declare function queueMicrotask(work: () => void): void;
declare function structuredClone<T>(value: T): T;
declare function atob(text: string): string;
declare function btoa(text: string): string;
declare const crypto: { randomUUID(): string; getRandomValues<T extends ArrayBufferView>(into: T): T };
declare class TextEncoder {
  encode(text?: string): Uint8Array;
}
declare class TextDecoder {
  decode(bytes?: ArrayBufferView): string;
}
