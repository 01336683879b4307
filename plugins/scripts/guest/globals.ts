import { $apis, Middleware, stepOf } from "./apis.ts";
import { giveHooksToApp } from "./app.ts";
import { base64, fromBase64 } from "./base64.ts";
import { Buffer } from "./buffer.ts";
import { decodeUtf8, encodeUtf8 } from "./bytes.ts";
import { followHostClock } from "./clock.ts";
import { Collection } from "./collection.ts";
import { Command } from "./commands.ts";
import { console } from "./console.ts";
import { Context } from "./context.ts";
import { Cookie } from "./cookies.ts";
import { cronAdd, cronRemove } from "./cron.ts";
import { DateTime } from "./date-time.ts";
import { $dbx } from "./dbx.ts";
import { DynamicModel, nulls } from "./dynamic-model.ts";
import {
  BadRequestError,
  ForbiddenError,
  GivenApiError,
  InternalServerError,
  NotFoundError,
  TooManyRequestsError,
  UnauthorizedError,
  ValidationError,
} from "./errors.ts";
import { Field, FieldsList, fieldClasses } from "./fields.ts";
import { $filepath } from "./filepath.ts";
import { $filesystem } from "./filesystem.ts";
import {
  AppleClientSecretCreateForm,
  RecordUpsertForm,
  TestEmailSendForm,
  TestS3FilesystemForm,
} from "./forms.ts";
import { hookFunction } from "./hooks.ts";
import { call } from "./host.ts";
import { $http, FormData, fetch, Headers, Response } from "./http.ts";
import { $mails, MailerMessage } from "./mail.ts";
import { arrayOf, unmarshal } from "./models.ts";
import { provideModule, requireFrom } from "./modules.ts";
import { $os } from "./os.ts";
import { SubscriptionMessage } from "./realtime.ts";
import { Record } from "./record.ts";
import { keep, register } from "./registry.ts";
import { RequestInfo } from "./request.ts";
import { $security } from "./security.ts";
import { structuredClone } from "./structured-clone.ts";
import { $template } from "./template/template.ts";
import { toBytes, toText } from "./text.ts";
import { clearTimer, setInterval, setTimeout } from "./timers.ts";
import { Timezone } from "./timezone.ts";
import { URL, URLSearchParams } from "./url.ts";

/** What the host tells a new sandbox. */
export interface Surroundings {
  /** Names of the hooks of all loaded plugins. */
  readonly hooks: readonly string[];
  readonly hooksDir: string;
  readonly env: { readonly [name: string]: string };
  readonly args: readonly string[];
  readonly purpose: "hooks" | "migrations";
  /** Whose time scripts are told. */
  readonly clock: "sandbox" | "host";
}

type Globals = { [name: string]: unknown };

const globals = globalThis as unknown as Globals;

/** Names that exist while scripts are loaded, and not in handlers. */
const whileLoading = new Set<string>();

export function installGlobals(surroundings: Surroundings): void {
  if (surroundings.clock === "host") followHostClock();
  define(languageGlobals(surroundings.env));
  define(dataGlobals());
  define({ __hooks: surroundings.hooksDir, require: requireFrom("") });
  $os.args.push(...surroundings.args);
  provideModules();
  if (surroundings.purpose === "migrations") {
    defineForLoading({ migrate: addMigration });
    return;
  }
  define({ ...apiGlobals(), cronAdd, cronRemove });
  giveHooksToApp(surroundings.hooks);
  defineForLoading({ routerAdd, routerUse });
  for (const name of surroundings.hooks) {
    if (name !== "onServe") defineForLoading({ [name]: hookFunction(name) });
  }
}

/** From now on handlers run: what registers is gone, as scripts of the reference expect. */
export function endLoading(): void {
  for (const name of whileLoading) delete globals[name];
}

function define(values: Globals): void {
  for (const [name, value] of Object.entries(values)) {
    Object.defineProperty(globals, name, { value, writable: true, configurable: true, enumerable: false });
  }
}

function defineForLoading(values: Globals): void {
  define(values);
  for (const name of Object.keys(values)) whileLoading.add(name);
}

function dataGlobals(): Globals {
  return {
    ...nulls,
    ...fieldClasses,
    $dbx,
    $filepath,
    $filesystem,
    $http,
    $mails,
    $os,
    $security,
    $template,
    AppleClientSecretCreateForm,
    Collection,
    Command,
    Context,
    Cookie,
    DateTime,
    DynamicModel,
    Field,
    FieldsList,
    FormData,
    MailerMessage,
    Middleware,
    Record,
    RecordUpsertForm,
    RequestInfo,
    SubscriptionMessage,
    TestEmailSendForm,
    TestS3FilesystemForm,
    Timezone,
    ValidationError,
    arrayOf,
    readerToString: toText,
    sleep: (ms: number) => void call("timer.sleep", Number(ms) || 0),
    toBytes,
    toString: toText,
    unmarshal,
  };
}

function apiGlobals(): Globals {
  return {
    $apis,
    ApiError: GivenApiError,
    BadRequestError,
    ForbiddenError,
    InternalServerError,
    NotFoundError,
    TooManyRequestsError,
    UnauthorizedError,
  };
}

/** What scripts expect of any JavaScript runtime. */
function languageGlobals(env: { readonly [name: string]: string }): Globals {
  return {
    Buffer,
    Headers,
    Response,
    TextDecoder,
    TextEncoder,
    URL,
    URLSearchParams,
    atob: (text: unknown) => String.fromCharCode(...fromBase64(String(text))),
    btoa: (text: unknown) => base64(Uint8Array.from(String(text), (character) => character.charCodeAt(0))),
    clearInterval: clearTimer,
    clearTimeout: clearTimer,
    console,
    crypto: cryptoGlobal,
    fetch,
    process: {
      env: { ...env },
      argv: [] as string[],
      platform: "linux",
      cwd: () => $os.getwd(),
      exit: $os.exit,
    },
    queueMicrotask: (work: () => void) => void Promise.resolve().then(work),
    setInterval,
    setTimeout,
    structuredClone,
  };
}

const cryptoGlobal = {
  getRandomValues<T extends ArrayBufferView>(into: T): T {
    const bytes = call<Uint8Array>("random.bytes", into.byteLength);
    new Uint8Array(into.buffer, into.byteOffset, into.byteLength).set(bytes);
    return into;
  },
  randomUUID: () => call<string>("random.uuid"),
};

class TextEncoder {
  readonly encoding = "utf-8";

  encode(text: unknown = ""): Uint8Array {
    return encodeUtf8(String(text));
  }
}

class TextDecoder {
  readonly encoding = "utf-8";

  decode(bytes?: ArrayBufferView): string {
    if (bytes === undefined) return "";
    return decodeUtf8(new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)).replace(
      /^\uFEFF/,
      "",
    );
  }
}

/** `%s`, `%d` and `%j` in the text of the first value stand for those that follow. */
function formatted(text: unknown, ...values: unknown[]): string {
  const rest = [...values];
  const shown = String(text).replace(/%[sdj%]/g, (mark) => {
    if (mark === "%%") return "%";
    if (rest.length === 0) return mark;
    const value = rest.shift();
    return mark === "%j" ? JSON.stringify(value) : mark === "%d" ? String(Number(value)) : String(value);
  });
  return [shown, ...rest.map(String)].join(" ");
}

function provideModules(): void {
  provideModule("buffer", { Buffer });
  provideModule("console", console);
  provideModule("process", globals.process);
  provideModule("util", {
    inspect: (value: unknown) => JSON.stringify(value),
    format: formatted,
  });
  provideModule("url", { URL, URLSearchParams });
}

function routerAdd(
  method: unknown,
  path: unknown,
  handler: unknown,
  ...middlewares: readonly unknown[]
): void {
  const steps = [...middlewares.map(stepOf), stepOf(handler)];
  register({ kind: "route", method: String(method ?? "").toUpperCase(), path: String(path), steps });
}

function routerUse(...middlewares: readonly unknown[]): void {
  register({ kind: "middleware", steps: middlewares.map(stepOf) });
}

function addMigration(up: unknown, down?: unknown): void {
  register({ kind: "migration", up: keep(up), ...(typeof down === "function" && { down: keep(down) }) });
}
