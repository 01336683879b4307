import type { Tagged } from "../bridge/wire.ts";
import { asAuthRows } from "./auth-rows.ts";
import { isPromise } from "./chain.ts";
import { toWire } from "./codec.ts";
import { Collection } from "./collection.ts";
import { registerCommand } from "./commands.ts";
import { cronOf } from "./cron.ts";
import { DateTime } from "./date-time.ts";
import { goError, isErrorValue, throughNext } from "./errors.ts";
import { expandWith, type Fetch } from "./expand-with.ts";
import { FieldsList } from "./fields.ts";
import { filesystemOf } from "./filesystem.ts";
import { bindByApp } from "./hooks.ts";
import { ask, call, currentEntry, read } from "./host.ts";
import { type Logger, loggerWith } from "./logger.ts";
import { MailClient } from "./mail.ts";
import { type Query, QueryRoot } from "./query.ts";
import { Broker } from "./realtime.ts";
import { Record } from "./record.ts";
import { Settings } from "./settings.ts";
import { type Store, store } from "./store.ts";
import { toText } from "./text.ts";

type Expands = readonly string[];
interface Saved extends Tagged {
  readonly data: string;
}

/**
 * The application as a script sees it. `db` names the database or transaction it works in:
 * 0 is that of the event, others were opened by runInTransaction().
 */
export class App {
  readonly #db: number;
  readonly #hooks: Hooks;
  #settings: Settings | undefined;
  #settingsEntry = -1;

  constructor(db: number, hooks: Hooks = {}) {
    this.#db = db;
    this.#hooks = hooks;
  }

  [toWire](): Tagged {
    return { $: "app", db: this.#db };
  }

  get rootCmd(): object {
    return {
      use: "pocketbase",
      addCommand: (...commands: readonly unknown[]) => commands.forEach(registerCommand),
      commands: () => [],
    };
  }

  save(model: unknown): void {
    this.#save(model, {});
  }

  saveWithContext(_context: unknown, model: unknown): void {
    this.#save(model, {});
  }

  saveNoValidate(model: unknown): void {
    this.#save(model, { validate: "skip" });
  }

  saveNoValidateWithContext(_context: unknown, model: unknown): void {
    this.#save(model, { validate: "skip" });
  }

  #save(model: unknown, how: object): void {
    const options = { ...how, ...this.#hooks };
    if (model instanceof Record)
      Record.refresh(model, call<Tagged>("app.saveRecord", this.#db, model, options));
    else if (model instanceof Collection) {
      const saved = call<Saved>("app.saveCollection", this.#db, model, options);
      Collection.fill(model, JSON.parse(saved.data) as { [key: string]: unknown }, false);
    } else if (model instanceof Settings)
      Settings.refresh(model, call("app.saveSettings", this.#db, Settings.valuesOf(model)));
    else throw notAModel(model);
  }

  delete(model: unknown): void {
    if (model instanceof Record) call("app.deleteRecord", this.#db, model, this.#hooks);
    else if (model instanceof Collection) call("app.deleteCollection", this.#db, model);
    else throw notAModel(model);
  }

  deleteWithContext(_context: unknown, model: unknown): void {
    this.delete(model);
  }

  validate(model: unknown): void {
    if (model instanceof Record) call("app.validateRecord", this.#db, model);
    else if (model instanceof Collection) call("app.validateCollection", this.#db, model);
    else if (model instanceof Settings) this.#validateSettings(model);
    else if (model !== null && model !== undefined) throw notAModel(model);
  }

  // Models of logs and the like come as settings do; nothing about them can be wrong.
  #validateSettings(model: Settings): void {
    if (model.tableName() === "_params") call("app.validateSettings", this.#db, Settings.valuesOf(model));
  }

  validateWithContext(_context: unknown, model: unknown): void {
    this.validate(model);
  }

  runInTransaction(work: (app: App) => unknown): unknown {
    const tx = call<number>("tx.begin", this.#db);
    if (tx === this.#db) return checkReturned(work(this));
    completions.set(tx, []);
    let returned: unknown;
    try {
      returned = checkReturned(work(new App(tx, this.#hooks)));
    } catch (error) {
      endTransaction(tx, "roll back", error);
      throw error;
    }
    if (!isPromise(returned)) return void endTransaction(tx, "commit");
    return returned.then(
      () => endTransaction(tx, "commit"),
      (error: unknown) => {
        endTransaction(tx, "roll back", error);
        throw error;
      },
    );
  }

  auxRunInTransaction(work: (app: App) => unknown): unknown {
    return checkReturned(work(this));
  }

  isTransactional(): boolean {
    return call<boolean>("tx.is", this.#db);
  }

  txInfo(): { onComplete(work: (error: unknown) => void): void } | null {
    if (!this.isTransactional()) return null;
    const own = completions.get(this.#db);
    const db = this.#db;
    return {
      onComplete(work) {
        if (own !== undefined) own.push(work);
        else void ask<unknown>("tx.complete", db).then((error) => work(error));
      },
    };
  }

  findRecordById(
    collection: unknown,
    id: string,
    ...filters: readonly ((query: Query) => unknown)[]
  ): unknown {
    if (filters.length === 0) return read("app.findRecordById", this.#db, collection, id);
    const query = this.recordQuery(collection).andWhere(idIs(id));
    for (const filter of filters) filter(query);
    return query.oneRecord();
  }

  findRecordsByIds(
    collection: unknown,
    ids: readonly string[],
    ...filters: readonly ((query: Query) => unknown)[]
  ): unknown {
    if (filters.length === 0) return read("app.findRecordsByIds", this.#db, collection, ids);
    const query = this.recordQuery(collection).andWhere({ id: [...ids] });
    for (const filter of filters) filter(query);
    return query.allRecords();
  }

  findAllRecords(collection: unknown, ...conditions: readonly unknown[]): unknown {
    return call("app.findAllRecords", this.#db, collection, ...expressions(conditions));
  }

  countRecords(collection: unknown, ...conditions: readonly unknown[]): unknown {
    return call("app.countRecords", this.#db, collection, ...expressions(conditions));
  }

  db(): QueryRoot {
    return new QueryRoot(this.#db, "data");
  }

  concurrentDB(): QueryRoot {
    return this.db();
  }

  nonconcurrentDB(): QueryRoot {
    return this.db();
  }

  auxDB(): QueryRoot {
    return new QueryRoot(this.#db, "auxiliary");
  }

  auxConcurrentDB(): QueryRoot {
    return this.auxDB();
  }

  auxNonconcurrentDB(): QueryRoot {
    return this.auxDB();
  }

  recordQuery(collection: unknown): Query {
    const { name, id } = call<{ name: string; id: string }>("app.collectionRef", this.#db, collection);
    return this.db().select(`{{${name}}}.*`).from(name).recordsOf(id);
  }

  collectionQuery(): Query {
    return this.db().select("*").from("_collections");
  }

  logQuery(): Query {
    return this.auxDB().select("*").from("_logs");
  }

  modelQuery(model: { tableName(): string }): Query {
    return this.db().select("*").from(model.tableName());
  }

  /** The fields a query would have as a view. */
  createViewFields(query: string): FieldsList {
    return new FieldsList(call("app.createViewFields", this.#db, query));
  }

  /** Makes a view of a query, looks at it and takes it back. */
  dryRunView(query: string, sampleSize: number): { fields: FieldsList; sample: Record[] } {
    const trial = call<{ fields: unknown; sample: Sample[] }>("app.dryRunView", this.#db, query, sampleSize);
    const fields = new FieldsList(trial.fields);
    return { fields, sample: trial.sample.map((data) => sampled(fields, data)) };
  }

  /** How many logs there are of each hour, oldest first. */
  logsStats(condition: unknown = null): { date: DateTime; total: number }[] {
    const counts = call<{ date: string; total: number }[]>("app.logsStats", this.#db, condition);
    return counts.map(({ date, total }) => ({ date: DateTime.fromText(date), total }));
  }

  importCollectionsByMarshaledJSON(text: unknown, deleteMissing: boolean): void {
    call("app.importCollectionsByMarshaledJSON", this.#db, toText(text), deleteMissing);
  }

  settings(): Settings {
    if (this.#settings === undefined || this.#settingsEntry !== currentEntry()) {
      this.#settings = new Settings(call("app.settings", this.#db));
      this.#settingsEntry = currentEntry();
    }
    return this.#settings;
  }

  store(): Store {
    return store;
  }

  logger(): Logger {
    return loggerWith([]);
  }

  cron(): ReturnType<typeof cronOf> {
    return cronOf();
  }

  newMailClient(): MailClient {
    return new MailClient(this.#db);
  }

  newFilesystem(): ReturnType<typeof filesystemOf> {
    return filesystemOf("files");
  }

  newBackupsFilesystem(): ReturnType<typeof filesystemOf> {
    return filesystemOf("backups");
  }

  subscriptionsBroker(): Broker {
    return new Broker();
  }

  auxModelQuery(model: { tableName(): string }): Query {
    return this.auxDB().select("*").from(model.tableName());
  }

  expandRecord(record: Record, expands: Expands, fetch: Fetch | null = null): unknown {
    return this.expandRecords([record], expands, fetch);
  }

  /** Puts related records into `expand`; gives what went wrong, by path. `fetch` finds them in place of the server. */
  expandRecords(
    records: readonly Record[],
    expands: Expands,
    fetch: Fetch | null = null,
  ): { [path: string]: unknown } {
    if (!Array.isArray(expands)) throw notConvertible(expands, 1, "[]string");
    if (fetch !== null && fetch !== undefined) return expandWith(this, records, expands, fetch);
    const answer = call<{
      failed: { [path: string]: unknown };
      expands: ({ [key: string]: Record | Record[] } | null)[];
    }>("app.expandRecords", this.#db, records, expands);
    for (const [i, expand] of answer.expands.entries()) if (expand !== null) records[i]?.mergeExpand(expand);
    return answer.failed;
  }

  /** Saves and deletes through what this gives run no hooks, the server's own neither. */
  unsafeWithoutHooks(): App {
    return new App(this.#db, { hooks: "skip" });
  }
}

interface Sample {
  readonly [key: string]: unknown;
  readonly collectionName: string;
}

/** A row of a view that was there for a moment. */
function sampled(fields: FieldsList, { collectionId, collectionName, ...values }: Sample): Record {
  const view = new Collection({ id: collectionId, name: collectionName, type: "view" });
  view.fields = fields;
  const record = new Record(view);
  record.load(values);
  return record;
}

/** What is to be told when a transaction that was begun here has ended, by its number. */
const completions = new Map<number, ((error: unknown) => void)[]>();

function endTransaction(tx: number, how: "commit" | "roll back", error: unknown = null): void {
  const told = completions.get(tx) ?? [];
  completions.delete(tx);
  call("tx.end", tx, how);
  for (const work of told) work(error);
}

/** How saving treats hooks. */
interface Hooks {
  readonly hooks?: "skip";
}

/** Other names of the same: the second database is written to by no hooks that scripts could tell apart. */
const twins = {
  auxSave: "save",
  auxSaveWithContext: "saveWithContext",
  auxSaveNoValidate: "saveNoValidate",
  auxSaveNoValidateWithContext: "saveNoValidateWithContext",
  auxDelete: "delete",
  auxDeleteWithContext: "deleteWithContext",
} as const;

for (const [name, twin] of Object.entries(twins)) {
  Object.defineProperty(App.prototype, name, {
    value: App.prototype[twin],
    writable: true,
    configurable: true,
  });
}

/** What the server has done by the time scripts run. */
const settled = [
  "bootstrap",
  "clearBootstrap",
  "resetBootstrapState",
  "runSystemMigrations",
  "runAppMigrations",
  "runAllMigrations",
  "syncRecordTableSchema",
] as const;

for (const name of settled) {
  Object.defineProperty(App.prototype, name, { value: () => {}, writable: true, configurable: true });
}

/** Methods that only hand their arguments on; `db` goes first. Of these the answers last. */
const lastingMethods = [
  "findRecordsByFilter",
  "findFirstRecordByFilter",
  "findFirstRecordByData",
  "findAuthRecordByEmail",
] as const;

/** The same for others. */
const plainMethods = [
  "findAuthRecordByToken",
  "canAccessRecord",
  "findCollectionByNameOrId",
  "findCachedCollectionByNameOrId",
  "findAllCollections",
  "findCollectionReferences",
  "findCachedCollectionReferences",
  "isCollectionNameUnique",
  "truncateCollection",
  "importCollections",
  "reloadCachedCollections",
  "reloadSettings",
  "hasTable",
  "auxHasTable",
  "tableColumns",
  "tableInfo",
  "tableIndexes",
  "deleteTable",
  "deleteView",
  "saveView",
  "vacuum",
  "auxVacuum",
  "dataDir",
  "encryptionEnv",
  "isDev",
  "isBootstrapped",
  "createBackup",
  "restoreBackup",
  "restart",
  "findRecordByViewFile",
  "findAllExternalAuthsByRecord",
  "findAllExternalAuthsByCollection",
  "findFirstExternalAuthByExpr",
  "deleteAllExternalAuthsByRecord",
  "findAllMFAsByRecord",
  "findAllMFAsByCollection",
  "findMFAById",
  "deleteAllMFAsByRecord",
  "deleteExpiredMFAs",
  "findAllOTPsByRecord",
  "findAllOTPsByCollection",
  "findOTPById",
  "deleteAllOTPsByRecord",
  "deleteExpiredOTPs",
  "findAllAuthOriginsByRecord",
  "findAllAuthOriginsByCollection",
  "findAuthOriginById",
  "findAuthOriginByRecordAndFingerprint",
  "deleteAllAuthOriginsByRecord",
  "findLogById",
  "deleteOldLogs",
] as const;

const dbOf = (app: App): number => app[toWire]().db as number;

const isAuthRow = /^find.*(?:ExternalAuth|MFA|OTP|AuthOrigin)/;

for (const name of [...lastingMethods, ...plainMethods]) {
  const asked = lastingMethods.includes(name as never) ? read : call;
  Object.defineProperty(App.prototype, name, {
    value(this: App, ...args: readonly unknown[]) {
      const answer = asked(`app.${name}`, dbOf(this), ...args.map(withNulls)) ?? undefined;
      return isAuthRow.test(name) ? asAuthRows(answer) : answer;
    },
    writable: true,
    configurable: true,
  });
}

// What is undefined in a filter's parameters is null to it; on the way to the host it would be left out.
function withNulls(argument: unknown): unknown {
  if (typeof argument !== "object" || argument === null) return argument;
  if (Object.getPrototypeOf(argument) !== Object.prototype) return argument;
  return Object.fromEntries(Object.entries(argument).map(([key, value]) => [key, value ?? null]));
}

/** `$app.onRecordCreate("posts").bindFunc(…)`: the same registrations in the words of the embedding interface. */
export function giveHooksToApp(names: readonly string[]): void {
  for (const name of [...names, "onServe"]) {
    Object.defineProperty(App.prototype, name, {
      value: (...tags: readonly string[]) => bindByApp(name, tags),
      configurable: true,
    });
  }
}

function expressions(values: readonly unknown[]): readonly unknown[] {
  return values.map(expression).filter((value) => value !== null);
}

function expression(value: unknown, place: number): unknown {
  if (typeof value === "object") return value;
  throw notConvertible(value, place + 1, "dbx.Expression");
}

function notAModel(value: unknown): TypeError {
  return notConvertible(value, 0, "core.Model");
}

function notConvertible(value: unknown, place: number, type: string): TypeError {
  const problem = `could not convert ${String(value)} to ${type}`;
  return new TypeError(`could not convert function call parameter ${place}: ${problem}`);
}

function checkReturned(value: unknown): unknown {
  if (isErrorValue(value)) throw throughNext(value);
  if (value === undefined || value === null || isPromise(value)) return value;
  throw goError(`could not convert ${String(value)} to error`);
}

function idIs(id: string): { readonly id: string } {
  return { id };
}
