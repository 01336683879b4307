// biome-ignore-all lint/suspicious/noExplicitAny: bodies of answers and fields of records hold whatever the application put there
/** For *.test.ts beside the hooks, run by `isobase hooks test`. */
declare module "isobase/testing" {
  /** Writes down a test. It gets an app of its own: the migrations applied, the hooks loaded, nothing else in it. */
  export const test: {
    (name: string, work: (context: TestContext) => unknown): void;
    skip(name: string, work: (context: TestContext) => unknown): void;
    /** While there is one, only such tests run. */
    only(name: string, work: (context: TestContext) => unknown): void;
  };
  /** Groups tests under a name. */
  export function describe(name: string, work: () => void): void;
  /** Runs before every test of this file, or of the group it stands in. */
  export function beforeEach(work: (context: TestContext) => unknown): void;
  export function expect(actual: unknown): Expectation & { readonly not: Expectation };

  export interface TestContext {
    readonly app: TestApp;
    readonly mail: TestMail;
    readonly http: TestHttp;
    readonly clock: TestClock;
    /** What was logged, by hooks and by the server. Levels: -4 debug, 0 info, 4 warn, 8 error. */
    readonly logs: readonly { readonly level: number; readonly message: string; readonly data: any }[];
  }

  export interface Expectation {
    toBe(expected: unknown): void;
    /** The same content; undefined properties do not count. */
    toEqual(expected: unknown): void;
    /** At least these properties, at any depth. */
    toMatchObject(expected: object): void;
    /** A part of a text, or an item of a list. */
    toContain(expected: unknown): void;
    toMatch(expected: RegExp | string): void;
    toHaveLength(expected: number): void;
    toBeGreaterThan(expected: number): void;
    toBeLessThan(expected: number): void;
    toBeTruthy(): void;
    toBeNull(): void;
    toBeUndefined(): void;
    /** Of a function or a promise; to be awaited. */
    toThrow(expected?: RegExp | string): Promise<void>;
  }

  /** Sends requests as somebody. */
  export interface TestClient {
    get(url: string, options?: RequestOptions): Promise<Answer>;
    post(url: string, body?: unknown, options?: RequestOptions): Promise<Answer>;
    put(url: string, body?: unknown, options?: RequestOptions): Promise<Answer>;
    patch(url: string, body?: unknown, options?: RequestOptions): Promise<Answer>;
    delete(url: string, options?: RequestOptions): Promise<Answer>;
    request(method: string, url: string, options?: RequestOptions): Promise<Answer>;
  }

  export interface RequestOptions {
    /** JSON, a FormData, or text. */
    readonly body?: unknown;
    readonly headers?: { readonly [name: string]: string };
    readonly query?: { readonly [name: string]: string | number };
  }

  export interface Answer {
    readonly status: number;
    /** By lower-case name. */
    readonly headers: { readonly [name: string]: string };
    /** The JSON of the answer, or its text. */
    readonly body: any;
    readonly text: string;
  }

  /** Sends requests as a guest, and reaches what is in the database without asking any rule. */
  export interface TestApp extends TestClient {
    /** Sends requests as this auth record. */
    as(record: { readonly id: string; readonly collectionName: string }): TestClient;
    asSuperuser(): TestClient;
    /** Saves a new record as `$app.save()` does. Auth records get an email, and no password unless you give one. */
    create(collection: string, data?: object): Promise<TestRecord>;
    update(collection: string, id: string, changes: object): Promise<TestRecord>;
    remove(collection: string, id: string): Promise<void>;
    find(collection: string, id: string): Promise<TestRecord>;
    /** In the order they were made. */
    findAll(collection: string, filter?: string): Promise<readonly TestRecord[]>;
    count(collection: string, filter?: string): Promise<number>;
    createCollection(data: object): Promise<void>;
    updateCollection(name: string, changes: object): Promise<void>;
    /** Groups such as `meta` are merged. */
    updateSettings(changes: object): Promise<void>;
    /** Runs a job now; throws what it failed with. */
    runCron(id: string): Promise<void>;
  }

  /** A record as plain data, hidden fields included. */
  export interface TestRecord {
    readonly id: string;
    readonly collectionName: string;
    readonly [field: string]: any;
  }

  /** Mails are kept instead of sent. */
  export interface TestMail {
    readonly sent: readonly Mail[];
    /** The next mail that was not asked for yet; waits for it, as some are sent after the answer. */
    next(options?: { readonly timeout?: number }): Promise<Mail>;
  }

  export interface Mail {
    readonly from: { readonly name: string; readonly address: string };
    readonly to: readonly { readonly name: string; readonly address: string }[];
    readonly cc: readonly { readonly name: string; readonly address: string }[];
    readonly bcc: readonly { readonly name: string; readonly address: string }[];
    readonly subject: string;
    readonly html: string;
    readonly text: string;
    readonly headers: { readonly [name: string]: string };
  }

  /** What `$http.send()` and `fetch()` of the hooks reach in place of the world. */
  export interface TestHttp {
    /** In the order they were sent. */
    readonly requests: readonly SentRequest[];
    /** Says how requests are answered: `POST https://api.example.com/*`. The latest that fits counts. */
    on(request: string, answer: Reply | Error | ((request: SentRequest) => Reply | Promise<Reply>)): void;
  }

  export interface SentRequest {
    readonly method: string;
    readonly url: string;
    /** By lower-case name. */
    readonly headers: { readonly [name: string]: string };
    readonly body: string;
    /** The body, if it is JSON. */
    readonly json: any;
    /** The fields of a form; a file's is its name. */
    readonly form: { readonly [name: string]: string };
  }

  export interface Reply {
    readonly status?: number;
    readonly headers?: { readonly [name: string]: string };
    readonly json?: unknown;
    readonly body?: string | Uint8Array;
  }

  /** The time of requests, hooks, rules, tokens and jobs. It runs until it is set. */
  export interface TestClock {
    /** Stops it at a moment; texts without an offset are in UTC. */
    set(moment: string | number | Date): void;
    now(): Date;
    /** Moves it on, running every job that is due on the way, and stops it there. A number is in milliseconds. */
    advance(
      by:
        | number
        | {
            readonly days?: number;
            readonly hours?: number;
            readonly minutes?: number;
            readonly seconds?: number;
          },
    ): Promise<void>;
  }
}
