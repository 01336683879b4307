import {
  AppError,
  type Db,
  defineExtensionPoint,
  defineHook,
  defineRequestValue,
  defineService,
  type Middleware,
  type RequestBody,
  type RequestEvent,
  type Sql,
  type UploadedFile,
  type ValidationError,
} from "#kernel";
import type { Collection, Field } from "../collections/contract.ts";
import type { NewFile } from "../collections/model/fields/file.ts";
import { defineHookFamily, type Operation, type SaveOptions } from "../models/contract.ts";
import type { RecordModel } from "./model/record.ts";

export type { RecordModel } from "./model/record.ts";

/** Who is asking. Opened here, filled by the plugin that knows how people sign in. */
export interface Viewer {
  /** The auth record, or undefined for a guest. */
  readonly record: RecordModel | undefined;
  readonly isSuperuser: boolean;
}

const guest: Viewer = { record: undefined, isSuperuser: false };
export const Viewer = defineRequestValue<Viewer>("viewer", guest);

/** For routes of the operator alone; here because rooms below auth need it too. */
export const superusersOnly: Middleware = {
  id: "pbRequireSuperuserAuth",
  before(e) {
    const { record, isSuperuser } = e.get(Viewer);
    if (isSuperuser) return;
    if (record === undefined) {
      throw new AppError("unauthorized", 401, "The request requires valid record authorization token.");
    }
    throw new AppError("forbidden", 403, "The authorized record is not allowed to perform this action.");
  },
};

export type RequestContext =
  | "default"
  | "batch"
  | "oauth2"
  | "otp"
  | "password"
  | "realtime"
  | "protectedFile"
  | "expand";

/** What rules and scripts may know of a request. */
export interface RequestInfo {
  readonly context: RequestContext;
  readonly method: string;
  /** First value of each parameter. */
  readonly query: Readonly<Record<string, string>>;
  /** Names in lower snake case, first value of each. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Record<string, unknown>;
  readonly auth: RecordModel | undefined;
}

/** Superusers are above all rules. */
export function isSuperuser(info: RequestInfo): boolean {
  return info.auth?.collection.name === "_superusers";
}

export const RequestContext = defineRequestValue<RequestContext>("request-context", "default");

export interface RecordEvent {
  readonly db: Db;
  readonly record: RecordModel;
  readonly type: Operation;
}

export interface RecordErrorEvent extends RecordEvent {
  error: unknown;
}

export const recordHooks = defineHookFamily<RecordEvent, RecordErrorEvent>("Record", {
  tagsOf: (e) => e.record.collection.hookTags,
  guest: { db: "handle", record: "handle", type: "copy" },
});

export interface RecordRequestEvent {
  readonly request: RequestEvent;
  /** The database, or the transaction a handler put here; the answer is sent when it is committed. */
  db: Db;
  readonly collection: Collection;
  record: RecordModel;
}

export interface RecordsListRequestEvent {
  readonly request: RequestEvent;
  db: Db;
  readonly collection: Collection;
  records: RecordModel[];
  result: { items: unknown[]; page: number; perPage: number; totalItems: number; totalPages: number };
}

export interface RecordEnrichEvent {
  readonly db: Db;
  readonly record: RecordModel;
  readonly requestInfo: RequestInfo;
}

const byCollection = { tagsOf: (e: { collection: Collection }) => e.collection.hookTags };
const requestView = { request: "handle", db: "handle", collection: "handle", record: "handle" } as const;

export const onRecordsListRequest = defineHook<RecordsListRequestEvent>("onRecordsListRequest", {
  ...byCollection,
  guest: { request: "handle", db: "handle", collection: "handle", records: "handle", result: "handle" },
});
export const onRecordViewRequest = defineHook<RecordRequestEvent>("onRecordViewRequest", {
  ...byCollection,
  guest: requestView,
});
export const onRecordCreateRequest = defineHook<RecordRequestEvent>("onRecordCreateRequest", {
  ...byCollection,
  guest: requestView,
});
export const onRecordUpdateRequest = defineHook<RecordRequestEvent>("onRecordUpdateRequest", {
  ...byCollection,
  guest: requestView,
});
export const onRecordDeleteRequest = defineHook<RecordRequestEvent>("onRecordDeleteRequest", {
  ...byCollection,
  guest: requestView,
});
export const onRecordEnrich = defineHook<RecordEnrichEvent>("onRecordEnrich", {
  tagsOf: (e) => e.record.collection.hookTags,
  guest: { db: "handle", record: "handle", requestInfo: "handle" },
});

/** The item of a batch as the hook sees it. */
export interface BatchRequestItem {
  method: string;
  url: string;
  headers: Record<string, string>;
  body: Record<string, unknown>;
}

export interface BatchRequestEvent {
  readonly request: RequestEvent;
  db: Db;
  batch: BatchRequestItem[];
}

export const onBatchRequest = defineHook<BatchRequestEvent>("onBatchRequest", {
  guest: { request: "handle", db: "handle", batch: "copy" },
});

export interface FilterQuery {
  /** Filter text; `{:name}` stands for a parameter. */
  readonly filter: string;
  /** `-created,title`; "" for none. */
  readonly sort?: string;
  /** 0 or less: all. */
  readonly limit?: number;
  readonly offset?: number;
  readonly params?: Readonly<Record<string, unknown>>;
}

/** Records: found, saved and deleted through their hooks. `db` is the database or the transaction to use. */
export interface Records {
  /** A new record with the zero values of its collection. Not saved. */
  create(collection: Collection, data?: Readonly<Record<string, unknown>>): RecordModel;
  findById(db: Db, collection: Collection, id: string): Promise<RecordModel | undefined>;
  findByIds(db: Db, collection: Collection, ids: readonly string[]): Promise<RecordModel[]>;
  /** The first record whose field has exactly this value. */
  findFirstByData(
    db: Db,
    collection: Collection,
    field: string,
    value: unknown,
  ): Promise<RecordModel | undefined>;
  /** With the rights of the server: hidden fields and `@collection` may be used. Throws InvalidFilter. */
  findByFilter(db: Db, collection: Collection, query: FilterQuery): Promise<RecordModel[]>;
  /** Records that meet a condition on the table's columns. */
  findWhere(db: Db, collection: Collection, where: Sql, tail?: Sql): Promise<RecordModel[]>;
  count(db: Db, collection: Collection, where?: Sql): Promise<number>;
  validate(db: Db, record: RecordModel): Promise<void>;
  save(db: Db, record: RecordModel, options?: SaveOptions): Promise<void>;
  /** With what hangs on it: cascade or clear. */
  delete(db: Db, record: RecordModel, options?: SaveOptions): Promise<void>;
}
export const Records = defineService<Records>("records");

/** May this request do this to this record, and what may it see. */
export interface Rules {
  /** True for "", false for null unless a superuser asks; else whether the saved record meets the rule. */
  canAccess(db: Db, record: RecordModel, info: RequestInfo, rule: string | null): Promise<boolean>;
  /**
   * Whether the saved record meets a filter that the client of `info` wrote, under the restrictions of `?filter=` in lists;
   * false also where a list would be refused.
   */
  meetsFilter(db: Db, record: RecordModel, info: RequestInfo, filter: string): Promise<boolean>;
  /** Makes records ready to be shown: default and asked-for expands, email visibility, onRecordEnrich. */
  enrich(
    db: Db,
    request: RequestEvent,
    records: readonly RecordModel[],
    expands?: readonly string[],
  ): Promise<void>;
  /** The same where there is no HTTP request, e.g. for realtime; `expands` replaces `?expand=`. */
  enrichFor(
    db: Db,
    info: RequestInfo,
    records: readonly RecordModel[],
    expands: readonly string[],
  ): Promise<void>;
  /** Fills in `expand` as `info`'s viewer may see it; gives what failed, by path. */
  expand(
    db: Db,
    records: readonly RecordModel[],
    expands: readonly string[],
    info: RequestInfo | "server",
  ): Promise<ReadonlyMap<string, Error>>;
  /** Whether the caller has manage rights over an auth record. */
  canManage(db: Db, record: RecordModel, info: RequestInfo): Promise<boolean>;
  /** Keeps of a JSON value what `?fields=` asks for. */
  pick(value: unknown, fields: string): unknown;
}
export const Rules = defineService<Rules>("rules");

/** The request as rules and scripts see it; the same object for the whole request. Reads the body. */
export interface RequestInfos {
  of(request: RequestEvent): Promise<RequestInfo>;
}
export const RequestInfos = defineService<RequestInfos>("request-infos");

/** What the endpoints do with records, for rooms whose own requests come down to the same. */
export interface RecordRequests {
  /**
   * POST …/records with this body in place of the request's: rules, hooks and checks included. `request` says who asks, and
   * in what context. Gives the saved record and answers nothing.
   */
  create(request: RequestEvent, db: Db, collection: Collection, body: RequestBody): Promise<RecordModel>;
}
export const RecordRequests = defineService<RecordRequests>("record-requests");

/** Turns a file that came with a request into the value of a file field. The first one counts. */
export type FileAdopter = (file: UploadedFile) => Promise<NewFile>;
export const FileAdopters = defineExtensionPoint<FileAdopter>("records.file-adopters");

/** A check of one field type that needs more than the value, e.g. the database. Runs where the type's own check passed. */
export interface FieldCheck {
  readonly type: string;
  /** Says at once, where it can, what need not be waited for. */
  check(
    db: Db,
    record: RecordModel,
    field: Field,
  ): ValidationError | undefined | Promise<ValidationError | undefined>;
}
export const FieldChecks = defineExtensionPoint<FieldCheck>("records.field-checks");

/** Readies a field's value right before its row is written, also where hooks and validation are skipped. */
export interface FieldSaver {
  readonly type: string;
  prepare(db: Db, record: RecordModel, field: Field): Promise<void>;
}
export const FieldSavers = defineExtensionPoint<FieldSaver>("records.field-savers");

export type RecordAction = "list" | "view" | "create" | "update" | "delete";

/** Asked before every action on a collection's records, also for the items of a batch; throws to refuse. */
export interface ActionGuard {
  check(request: RequestEvent, collection: Collection, action: RecordAction): void;
}
export const ActionGuards = defineExtensionPoint<ActionGuard>("records.action-guards");

/** For routes whose requests are counted against the rate limits by what they ask for, once that is known. */
export const countedInside: Middleware = { id: "pbRateLimit", before() {} };
