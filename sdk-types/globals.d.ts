// biome-ignore-all lint/suspicious/noExplicitAny: fields, bodies and SQL rows hold whatever the application put there
// biome-ignore-all lint/suspicious/noShadowRestrictedNames: toString() is a global of scripts
/** The hooks folder, absolute: ``require(`${__hooks}/lib/util.js`)``. */
declare const __hooks: string;
declare function require(name: string): any;
declare const module: {
  exports: any;
  readonly id: string;
  readonly filename: string;
  readonly loaded: boolean;
};
declare const exports: any;
declare const __filename: string;
declare const __dirname: string;

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
  /** Sent as JSON where there is no body. */
  data?: any;
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
  mode(): FileMode;
  isDir(): boolean;
  modTime(): Time;
  info(): FileInfo;
}

/** Who may do what with a file: a number that reads as `-rw-r--r--`. */
type FileMode = number & {
  isDir(): boolean;
  /** The rights alone. */
  perm(): FileMode;
  string(): string;
};

interface Program {
  path: string;
  args: string[];
  dir: string;
  env: string[];
  stdin: any;
  /** The program while it runs; null before. */
  readonly process: { readonly pid: number; kill(): void } | null;
  /** How it ended; null before. */
  readonly processState: {
    exitCode(): number;
    exited(): boolean;
    success(): boolean;
    pid(): number;
    string(): string;
    toString(): string;
  } | null;
  run(): void;
  /** Begins, and does not wait: the program goes on when the handler is over. */
  start(): void;
  wait(): void;
  output(): number[];
  combinedOutput(): number[];
  string(): string;
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
  openRoot(folder: string): any;
  /** The bytes of a file in a folder. */
  openInRoot(folder: string, name: string): number[];
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
  fileFromBytes(content: string | ArrayLike<number>, name?: string): FilesystemFile;
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
  constructor(data?: { name?: string; data?: any });
  name: string;
  /** Text becomes bytes when it is given to the constructor. */
  data: any;
}

declare class Command {
  constructor(data: {
    use: string;
    short?: string;
    long?: string;
    example?: string;
    args?(cmd: Command, args: string[]): void;
    run?(cmd: Command, args: string[]): void;
  });
  [property: string]: any;
  /** Words below this one. */
  addCommand(...commands: Command[]): void;
}

declare class Context {
  constructor(parent?: Context | null, key?: any, value?: any);
  value(key: any): any;
}

/** Loads data into a record with the rights of a level, and saves it. */
declare class RecordUpsertForm {
  constructor(app: App, record: RecordModel);
  setApp(app: App): void;
  setRecord(record: RecordModel): void;
  setContext(context: Context): void;
  load(data: Data): void;
  submit(): void;
  /** Saves, shows the result and takes it back. */
  drySubmit(show?: (app: App, record: RecordModel) => void): void;
  grantManagerAccess(): void;
  grantSuperuserAccess(): void;
  resetAccess(): void;
  hasManageAccess(): boolean;
}

/** Sends one of the letters to see whether letters arrive. */
declare class TestEmailSendForm {
  constructor(app: App);
  email: string;
  /** "verification", "password-reset", "email-change", "otp" or "login-alert". */
  template: string;
  /** An auth collection; that of the superusers without. */
  collection: string;
  validate(): void;
  submit(): void;
}

/** Writes a file to S3 storage and takes it back, to see whether the settings are right. */
declare class TestS3FilesystemForm {
  constructor(app: App);
  /** "storage" or "backups". */
  filesystem: string;
  validate(): void;
  submit(): void;
}

/** Makes the client secret Sign in with Apple asks for. */
declare class AppleClientSecretCreateForm {
  constructor(app: App);
  clientId: string;
  teamId: string;
  keyId: string;
  /** PEM. */
  privateKey: string;
  /** Seconds. */
  duration: number;
  validate(): void;
  submit(): string;
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
  trace(...values: any[]): void;
  dir(...values: any[]): void;
  /** Prints the values unless the condition holds. */
  assert(condition: any, ...values: any[]): void;
  time(label?: string): void;
  timeEnd(label?: string): void;
};

declare const process: {
  readonly env: { readonly [name: string]: string | undefined };
  readonly argv: string[];
  readonly platform: string;
  cwd(): string;
  exit(code: number): void;
};

declare class URLSearchParams {
  constructor(init?: string | { [name: string]: string } | [string, string][]);
  get(name: string): string | null;
  getAll(name: string): string[];
  has(name: string): boolean;
  set(name: string, value: string): void;
  append(name: string, value: string): void;
  delete(name: string): void;
  sort(): void;
  readonly size: number;
  forEach(work: (value: string, name: string, all: URLSearchParams) => void): void;
  keys(): IterableIterator<string>;
  values(): IterableIterator<string>;
  entries(): IterableIterator<[string, string]>;
  [Symbol.iterator](): IterableIterator<[string, string]>;
  toString(): string;
}

declare class URL {
  static canParse(url: string | URL, base?: string | URL): boolean;
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
  toJSON(): string;
}

declare class Headers {
  constructor(init?: Headers | { [name: string]: any } | [string, any][]);
  get(name: string): string | null;
  has(name: string): boolean;
  set(name: string, value: any): void;
  append(name: string, value: any): void;
  delete(name: string): void;
  forEach(work: (value: string, name: string) => void): void;
  keys(): IterableIterator<string>;
  values(): IterableIterator<string>;
  entries(): IterableIterator<[string, string]>;
  [Symbol.iterator](): IterableIterator<[string, string]>;
}

/** The answer of fetch(). */
declare class Response {
  private constructor();
  readonly status: number;
  readonly statusText: string;
  readonly ok: boolean;
  readonly url: string;
  readonly headers: Headers;
  text(): Promise<string>;
  json(): Promise<any>;
  arrayBuffer(): Promise<ArrayBuffer>;
  bytes(): Promise<Uint8Array>;
}
type FetchResponse = Response;
declare function fetch(
  url: string | URL,
  options?: {
    method?: string;
    headers?: Headers | { [name: string]: string };
    body?: string | Uint8Array | FormData;
  },
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
  readonly encoding: string;
  encode(text?: string): Uint8Array;
}
declare class TextDecoder {
  readonly encoding: string;
  decode(bytes?: ArrayBufferView): string;
}

type BufferEncoding = "utf8" | "utf-8" | "hex" | "base64" | "base64url" | "latin1" | "binary" | "ascii";

/** Bytes with the parts of Node's Buffer that scripts use. */
interface Buffer extends Uint8Array, BufferNumbers {
  equals(other: Uint8Array): boolean;
  toString(encoding?: BufferEncoding, start?: number, end?: number): string;
  /** Writes text; gives the number of its bytes. */
  write(text: string, offset?: number): number;
  toJSON(): { type: "Buffer"; data: number[] };
}
declare const Buffer: {
  from(value: string | ArrayBuffer | ArrayBufferView | ArrayLike<number>, encoding?: BufferEncoding): Buffer;
  alloc(size: number, fill?: number | string | Uint8Array): Buffer;
  concat(list: readonly Uint8Array[], length?: number): Buffer;
  isBuffer(value: unknown): value is Buffer;
  byteLength(value: string | Uint8Array, encoding?: BufferEncoding): number;
  isEncoding(name: string): name is BufferEncoding;
};

type ByteNumber = "Int8" | "UInt8" | "Uint8";
type WideNumber = `${"Int" | "UInt" | "Uint"}${16 | 32}` | "Float" | "Double";
type BigNumber = `${"BigInt" | "BigUInt" | "BigUint"}64`;
type InOrder<Name extends string> = `${Name}${"BE" | "LE"}`;
/** Numbers in a buffer, e.g. `readUInt16BE(offset)` and `writeFloatLE(value, offset)`, which gives the offset behind. */
type BufferNumbers = {
  [Name in ByteNumber | InOrder<WideNumber> as `read${Name}`]: (offset?: number) => number;
} & {
  [Name in ByteNumber | InOrder<WideNumber> as `write${Name}`]: (value: number, offset?: number) => number;
} & {
  [Name in InOrder<BigNumber> as `read${Name}`]: (offset?: number) => bigint;
} & {
  [Name in InOrder<BigNumber> as `write${Name}`]: (value: bigint, offset?: number) => number;
};
