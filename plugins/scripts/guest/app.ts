import type { Tagged } from "../bridge/wire.ts";
import { isPromise } from "./chain.ts";
import { toWire } from "./codec.ts";
import { Collection } from "./collection.ts";
import { registerCommand } from "./commands.ts";
import { cronOf } from "./cron.ts";
import { goError, isErrorValue } from "./errors.ts";
import { filesystemOf } from "./filesystem.ts";
import { bindByApp } from "./hooks.ts";
import { ask, call, currentEntry } from "./host.ts";
import { type Logger, loggerWith } from "./logger.ts";
import { MailClient } from "./mail.ts";
import { type Query, QueryRoot } from "./query.ts";
import { Broker } from "./realtime.ts";
import { Record } from "./record.ts";
import { Settings } from "./settings.ts";
import { type Store, store } from "./store.ts";

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
  #settings: Settings | undefined;
  #settingsEntry = -1;

  constructor(db: number) {
    this.#db = db;
  }

  [toWire](): Tagged {
    return { $: "app", db: this.#db };
  }

  get rootCmd(): { addCommand(command: unknown): void } {
    return { addCommand: (command) => registerCommand(command) };
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

  #save(model: unknown, options: object): void {
    if (model instanceof Record)
      Record.refresh(model, call<Tagged>("app.saveRecord", this.#db, model, options));
    else if (model instanceof Collection) {
      const saved = call<Saved>("app.saveCollection", this.#db, model, options);
      Collection.fill(model, JSON.parse(saved.data) as { [key: string]: unknown }, false);
    } else if (model instanceof Settings)
      Settings.refresh(model, call("app.saveSettings", this.#db, model.values()));
    else throw new TypeError("save() takes a record, a collection or the settings.");
  }

  delete(model: unknown): void {
    if (model instanceof Record) call("app.deleteRecord", this.#db, model);
    else if (model instanceof Collection) call("app.deleteCollection", this.#db, model);
    else throw new TypeError("delete() takes a record or a collection.");
  }

  deleteWithContext(_context: unknown, model: unknown): void {
    this.delete(model);
  }

  validate(model: unknown): void {
    call("app.validate", this.#db, model);
  }

  validateWithContext(_context: unknown, model: unknown): void {
    this.validate(model);
  }

  runInTransaction(work: (app: App) => unknown): unknown {
    const tx = call<number>("tx.begin", this.#db);
    if (tx === this.#db) return checkReturned(work(this));
    let returned: unknown;
    try {
      returned = checkReturned(work(new App(tx)));
    } catch (error) {
      call("tx.end", tx, "roll back");
      throw error;
    }
    if (!isPromise(returned)) return void call("tx.end", tx, "commit");
    return returned.then(
      () => void call("tx.end", tx, "commit"),
      (error: unknown) => {
        call("tx.end", tx, "roll back");
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
    const db = this.#db;
    return {
      onComplete(work) {
        void ask<unknown>("tx.complete", db).then((error) => work(error));
      },
    };
  }

  findRecordById(
    collection: unknown,
    id: string,
    ...filters: readonly ((query: Query) => unknown)[]
  ): unknown {
    if (filters.length === 0) return call("app.findRecordById", this.#db, collection, id);
    const query = this.recordQuery(collection).andWhere(idIs(id));
    for (const filter of filters) filter(query);
    return query.oneRecord();
  }

  findRecordsByIds(
    collection: unknown,
    ids: readonly string[],
    ...filters: readonly ((query: Query) => unknown)[]
  ): unknown {
    if (filters.length === 0) return call("app.findRecordsByIds", this.#db, collection, ids);
    const query = this.recordQuery(collection).andWhere({ id: [...ids] });
    for (const filter of filters) filter(query);
    return query.allRecords();
  }

  findAllRecords(collection: unknown, ...conditions: readonly unknown[]): unknown {
    return call("app.findAllRecords", this.#db, collection, ...conditions.map(expression));
  }

  countRecords(collection: unknown, ...conditions: readonly unknown[]): unknown {
    return call("app.countRecords", this.#db, collection, ...conditions.map(expression));
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

  settings(): Settings {
    if (this.#settings === undefined || this.#settingsEntry !== currentEntry()) {
      this.#settings = new Settings(call("app.settings"));
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

  expandRecord(record: Record, expands: Expands): unknown {
    return this.expandRecords([record], expands);
  }

  expandRecords(records: readonly Record[], expands: Expands): { [path: string]: unknown } {
    const answer = call<{
      failed: { [path: string]: unknown };
      expands: { [key: string]: Record | Record[] }[];
    }>("app.expandRecords", this.#db, records, expands);
    for (const [i, expand] of answer.expands.entries()) records[i]?.mergeExpand(expand);
    return answer.failed;
  }

  unsafeWithoutHooks(): App {
    return this;
  }
}

/** Methods that only hand their arguments on; `db` goes first. */
const plainMethods = [
  "findRecordsByFilter",
  "findFirstRecordByFilter",
  "findFirstRecordByData",
  "findAuthRecordByEmail",
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
  "importCollectionsByMarshaledJSON",
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

for (const name of plainMethods) {
  Object.defineProperty(App.prototype, name, {
    value(this: App, ...args: readonly unknown[]) {
      return call(`app.${name}`, dbOf(this), ...args);
    },
    writable: true,
    configurable: true,
  });
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

function expression(value: unknown, place: number): unknown {
  if (typeof value === "object" && value !== null) return value;
  const shown = String(value);
  throw new TypeError(
    `could not convert function call parameter ${place + 1}: could not convert ${shown} to dbx.Expression`,
  );
}

function checkReturned(value: unknown): unknown {
  if (isErrorValue(value)) throw value;
  if (value === undefined || value === null || isPromise(value)) return value;
  throw goError(`could not convert ${String(value)} to error`);
}

function idIs(id: string): { readonly id: string } {
  return { id };
}
