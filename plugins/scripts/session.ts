import { AsyncLocalStorage } from "node:async_hooks";
import {
  AppError,
  type Chained,
  type Db,
  fillIn,
  type Hook,
  type RequestEvent,
  ValidationError,
  ValidationErrors,
  WriteInsideWrite,
} from "#kernel";
import type { Session } from "./bridge/enter.ts";
import type { Codec, Tagged } from "./bridge/wire.ts";
import { ScriptError } from "./errors.ts";
import { type Lender, packObject, unpackObject } from "./lending.ts";
import type { Services } from "./services.ts";

/** One thing a sandbox can ask for. Arguments come from a script: each function reads its own as it needs. */
// biome-ignore lint/suspicious/noExplicitAny: a table of functions of different arguments; the guest's side is typed
export type HostFunction = (session: ScriptSession, ...args: any[]) => unknown;
export type HostFunctions = Readonly<Record<string, HostFunction>>;

export interface SessionOptions {
  readonly services: Services;
  readonly functions: HostFunctions;
  /** The database or transaction handlers work in; undefined while none is open. */
  readonly db: Db | undefined;
  readonly event?: object & Chained;
  readonly hook?: Hook<object>;
  readonly request?: RequestEvent;
  /** The other database, where it is a transaction too. */
  readonly auxiliary?: Db;
  /** Puts lines and columns of scripts back to their author's. */
  mapStack(stack: string): string;
}

const fewLent = 8;

/** What one call of a handler may reach on the host, and what was lent to it; all of it ends with the call. */
export class ScriptSession implements Session, Lender {
  readonly services: Services;
  readonly event: (object & Chained) | undefined;
  readonly hook: Hook<object> | undefined;
  readonly request: RequestEvent | undefined;
  readonly codec: Codec;
  /** Milliseconds that entries with this session ran. */
  cpuMs = 0;
  hostCalls = 0;
  readonly #auxiliary: Db | undefined;
  readonly #functions: HostFunctions;
  readonly #mapStack: (stack: string) => string;
  readonly #lent: unknown[] = [];
  #places: Map<unknown, number> | undefined;
  #shown: Map<object, string> | undefined;
  readonly #errors: unknown[] = [];
  readonly #dbs: (Db | undefined)[];
  readonly #open = new Map<number, OpenTransaction>();
  #afterwards: (() => void)[] | undefined;

  constructor(options: SessionOptions) {
    this.services = options.services;
    this.event = options.event;
    this.hook = options.hook;
    this.request = options.request;
    this.#auxiliary = options.auxiliary;
    this.#functions = options.functions;
    this.#mapStack = options.mapStack;
    this.#dbs = [options.db];
    this.codec = {
      pack: (value, encode) => packObject(this, value, encode),
      unpack: (tagged) => unpackObject(this, tagged),
    };
  }

  call(name: string, args: readonly unknown[]): unknown {
    this.hostCalls++;
    this.services.scope.writes.noticeOthers(); // a handler may wait for what another process does
    const work = this.#functions[name];
    if (work === undefined) throw new TypeError(`There is no function "${name}".`);
    // With a transaction open, whoever would wait for it is refused instead.
    return this.#inside(() => work(this, ...(args as never[])));
  }

  #inside<T>(work: () => T): T {
    let innermost: OpenTransaction | undefined;
    for (const open of this.#open.values()) innermost = open;
    return innermost === undefined ? work() : innermost.run(work);
  }

  /** A stack of the guest's in its author's lines. */
  mapped(stack: string): string {
    return this.#mapStack(stack);
  }

  /** Gives the guest a number for an object of ours, good for this call. */
  lend(thing: unknown): number {
    if (this.#lent.length > fewLent) return this.#lendAnother(thing);
    const known = this.#lent.indexOf(thing);
    return known === -1 ? this.#lent.push(thing) : known + 1;
  }

  // Most calls lend a thing or two; those that lend a list look it up in a map.
  #lendAnother(thing: unknown): number {
    this.#places ??= new Map(this.#lent.map((lent, index) => [lent, index + 1]));
    const known = this.#places.get(thing);
    if (known !== undefined) return known;
    const place = this.#lent.push(thing);
    this.#places.set(thing, place);
    return place;
  }

  /** The text a record was last shown as; records the guest has seen once are only named the next time. */
  show(record: object, text: string): string {
    this.#shown ??= new Map();
    this.#shown.set(record, text);
    return text;
  }

  shownAs(record: object): string | undefined {
    return this.#shown?.get(record);
  }

  lentAt(place: number): unknown {
    return this.#lent[place - 1];
  }

  /** The database a guest's app stands for. */
  db(id: number): Db {
    return this.#dbs[id] ?? this.services.scope.db;
  }

  get auxiliary(): Db {
    return this.#auxiliary ?? this.services.scope.auxiliary;
  }

  /** The same, to write with: not the database while a transaction of this call is open, for it would wait for itself. */
  writable(id: number): Db {
    const db = this.db(id);
    if (this.#open.size > 0 && !db.inTransaction) throw new WriteInsideWrite();
    return db;
  }

  async begin(id: number): Promise<number> {
    const db = this.db(id);
    if (db.inTransaction) return id;
    this.writable(id);
    const number = this.#dbs.length;
    await new Promise<void>((begun, failed) => {
      const open: OpenTransaction = { end: () => {}, run: (work) => work(), done: Promise.resolve() };
      open.done = db
        .transaction((tx) => {
          this.#dbs[number] = tx;
          open.run = AsyncLocalStorage.snapshot();
          begun();
          return new Promise<void>((commit, rollBack) => {
            open.end = (how) => (how === "commit" ? commit() : rollBack(new RolledBack()));
          });
        })
        .catch((error: unknown) => {
          failed(error);
          if (!(error instanceof RolledBack)) throw error;
        });
      open.done.catch(() => {}); // told to whoever ends the transaction
      this.#open.set(number, open);
    });
    return number;
  }

  async end(id: number, how: "commit" | "roll back"): Promise<void> {
    const open = this.#open.get(id);
    if (open === undefined) return;
    this.#open.delete(id);
    open.end(how);
    await open.done;
  }

  get hasOpenTransactions(): boolean {
    return this.#open.size > 0;
  }

  /** Keeps work for when the handlers are over and nothing failed. */
  afterwards(work: () => void): void {
    this.#afterwards ??= [];
    this.#afterwards.push(work);
  }

  doAfterwards(): void {
    for (const work of this.#afterwards?.reverse() ?? []) work();
  }

  /** Takes back what a handler that was ended left open. */
  async close(): Promise<void> {
    for (const id of [...this.#open.keys()]) await this.end(id, "roll back");
  }

  packError(error: unknown): unknown {
    const ref = this.#errors.push(error);
    return { kind: "host", message: messageOf(error), ref, value: guestValue(error) };
  }

  errorAt(ref: unknown): unknown {
    return this.#errors[Number(ref) - 1];
  }

  unpackError(data: unknown): unknown {
    const given = data as ThrownInGuest;
    if (given.kind === "host")
      return this.errorAt(given.ref) ?? new ScriptError("GoError", given.message, given.stack ?? "");
    const stack = this.#mapStack(given.stack ?? "");
    if (given.kind === "validation") return new ValidationError(given.code ?? "", given.message);
    const cause = new ScriptError(given.name ?? given.kind, given.message, stack || given.message);
    if (given.kind !== "api") return cause;
    return new AppError("script", given.status ?? 400, given.message, this.#dataOf(given.data), { cause });
  }

  #dataOf(data: unknown): Record<string, unknown> {
    const value = unpackDeep(data, (tagged) => unpackObject(this, tagged));
    if (value instanceof ValidationErrors) return { ...value.errors };
    return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Error)
      ? (value as Record<string, unknown>)
      : {};
  }
}

interface OpenTransaction {
  end(how: "commit" | "roll back"): void;
  /** Runs work as part of what holds the write lock. */
  run: <T>(work: () => T) => T;
  done: Promise<void>;
}

class RolledBack extends Error {}

interface ThrownInGuest {
  readonly kind: string;
  readonly message: string;
  readonly name?: string;
  readonly stack?: string;
  readonly ref?: number;
  readonly status?: number;
  readonly code?: string;
  readonly data?: unknown;
}

// What a caller over HTTP is not told, a script may know.
function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  const hidden = error.message === "" && cause instanceof Error ? cause.message : error.message;
  const isFilter =
    error instanceof AppError && error.code === "invalid_filter" && !/^invalid sort/.test(hidden);
  return isFilter ? `invalid filter expression: ${hidden}` : hidden;
}

/** The details of an error as a script reads them: which value has what wrong with it, or the answer it would give. */
function guestValue(error: unknown): object {
  if (error instanceof ValidationErrors) return issueTexts(error);
  if (!(error instanceof AppError)) return {};
  const { data, message, status } = error;
  return { data, message, status };
}

function issueTexts({ errors }: ValidationErrors): object {
  return Object.fromEntries(
    Object.entries(errors).map(([key, issue]) => [
      key,
      issue instanceof ValidationErrors ? issueTexts(issue) : fillIn(issue),
    ]),
  );
}

function unpackDeep(value: unknown, unpack: (tagged: Tagged) => unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => unpackDeep(item, unpack));
  const object = value as Record<string, unknown>;
  if (typeof object.$ === "string") return unpack(object as Tagged);
  return Object.fromEntries(Object.entries(object).map(([key, item]) => [key, unpackDeep(item, unpack)]));
}
