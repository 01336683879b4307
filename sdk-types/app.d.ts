// biome-ignore-all lint/suspicious/noExplicitAny: fields, bodies and SQL rows hold whatever the application put there
type CollectionRef = Collection | keyof CollectionFields | (string & {});

/** The application. In a handler, the one of its event: inside a transaction, that transaction. */
interface App {
  readonly rootCmd: { readonly use: string; addCommand(...commands: Command[]): void; commands(): Command[] };

  save(model: RecordModel | Collection | Settings): void;
  saveNoValidate(model: RecordModel | Collection | Settings): void;
  saveWithContext(context: Context, model: RecordModel | Collection | Settings): void;
  saveNoValidateWithContext(context: Context, model: RecordModel | Collection | Settings): void;
  delete(model: RecordModel | Collection): void;
  deleteWithContext(context: Context, model: RecordModel | Collection): void;
  validate(model: RecordModel | Collection | Settings): void;
  validateWithContext(context: Context, model: RecordModel | Collection | Settings): void;
  /** The same as without `aux`; for models that live in the second database. */
  auxSave(model: RecordModel | Collection | Settings): void;
  auxSaveNoValidate(model: RecordModel | Collection | Settings): void;
  auxSaveWithContext(context: Context, model: RecordModel | Collection | Settings): void;
  auxSaveNoValidateWithContext(context: Context, model: RecordModel | Collection | Settings): void;
  auxDelete(model: RecordModel | Collection): void;
  auxDeleteWithContext(context: Context, model: RecordModel | Collection): void;
  /** An app that saves and deletes without running any hooks, the server's own neither. */
  unsafeWithoutHooks(): App;

  /** Takes everything back when `work` throws. Use only the app it is given inside. */
  runInTransaction(work: (txApp: App) => void | Promise<void>): void;
  auxRunInTransaction(work: (txApp: App) => void): void;
  isTransactional(): boolean;
  txInfo(): { onComplete(work: (error: unknown) => void): void } | null;

  findRecordById<const Ref extends CollectionRef>(
    collection: Ref,
    id: string,
    ...filters: ((query: SelectQuery) => void)[]
  ): RecordOf<Ref>;
  findRecordsByIds<const Ref extends CollectionRef>(
    collection: Ref,
    ids: string[],
    ...filters: ((query: SelectQuery) => void)[]
  ): RecordOf<Ref>[];
  /** `limit` 0 is all; `{:name}` in the filter stands for a value of `params`. */
  findRecordsByFilter<const Ref extends CollectionRef>(
    collection: Ref,
    filter: string,
    sort?: string,
    limit?: number,
    offset?: number,
    ...params: Data[]
  ): RecordOf<Ref>[];
  findFirstRecordByFilter<const Ref extends CollectionRef>(
    collection: Ref,
    filter: string,
    ...params: Data[]
  ): RecordOf<Ref>;
  findFirstRecordByData<const Ref extends CollectionRef>(
    collection: Ref,
    field: string,
    value: any,
  ): RecordOf<Ref>;
  findAllRecords<const Ref extends CollectionRef>(
    collection: Ref,
    ...conditions: Condition[]
  ): RecordOf<Ref>[];
  countRecords(collection: CollectionRef, ...conditions: Condition[]): number;
  findAuthRecordByEmail<const Ref extends CollectionRef>(collection: Ref, email: string): RecordOf<Ref>;
  findAuthRecordByToken(token: string, ...types: string[]): RecordModel;
  canAccessRecord(record: RecordModel, info: RequestInfo, rule: string | null): boolean;
  /** Gives what went wrong, by path. `fetch` finds related records in place of the server. */
  expandRecord(record: RecordModel, expands: string[], fetch?: ExpandFetch | null): Data;
  expandRecords(records: RecordModel[], expands: string[], fetch?: ExpandFetch | null): Data;
  recordQuery(collection: CollectionRef): SelectQuery;
  /** All rows of the table a model is kept in. */
  modelQuery(model: { tableName(): string }): SelectQuery;
  auxModelQuery(model: { tableName(): string }): SelectQuery;

  findCollectionByNameOrId(nameOrId: string): Collection;
  findCachedCollectionByNameOrId(nameOrId: string): Collection;
  findAllCollections(...types: string[]): Collection[];
  findCollectionReferences(collection: Collection, ...excludeIds: string[]): Data;
  findCachedCollectionReferences(collection: Collection, ...excludeIds: string[]): Data;
  isCollectionNameUnique(name: string, ...excludeIds: string[]): boolean;
  truncateCollection(collection: Collection): void;
  importCollections(collections: Data[], deleteMissing: boolean): void;
  importCollectionsByMarshaledJSON(json: string, deleteMissing: boolean): void;
  reloadCachedCollections(): void;
  collectionQuery(): SelectQuery;

  db(): DB;
  concurrentDB(): DB;
  nonconcurrentDB(): DB;
  auxDB(): DB;
  auxConcurrentDB(): DB;
  auxNonconcurrentDB(): DB;
  logQuery(): SelectQuery;
  findLogById(id: string): Data;
  /** How many logs there are of each hour, oldest first; with a condition only of those it picks. */
  logsStats(condition?: Expression | null): { date: DateTime; total: number }[];
  /** Deletes what was logged up to this moment. */
  deleteOldLogs(until: DateTime | string): void;
  hasTable(name: string): boolean;
  auxHasTable(name: string): boolean;
  tableColumns(name: string): string[];
  tableInfo(name: string): Data[];
  tableIndexes(name: string): { [name: string]: string };
  deleteTable(name: string): void;
  saveView(name: string, select: string): void;
  createViewFields(query: string): FieldsList;
  dryRunView(query: string, sampleSize: number): { fields: FieldsList; sample: RecordModel[] };
  findRecordByViewFile(view: string | Collection, field: string, file: string): RecordModel;
  deleteView(name: string): void;
  vacuum(): void;
  auxVacuum(): void;

  settings(): Settings;
  reloadSettings(): void;
  store(): Store;
  logger(): Logger;
  cron(): CronScheduler;
  newMailClient(): MailClient;
  newFilesystem(): Filesystem;
  newBackupsFilesystem(): Filesystem;
  subscriptionsBroker(): Broker;
  dataDir(): string;
  isDev(): boolean;
  isBootstrapped(): boolean;
  encryptionEnv(): string;
  /** Makes a backup under this name, e.g. `nightly.zip`. */
  createBackup(context: Context, name: string): void;
  /** Puts the data of a backup in place and starts anew. */
  restoreBackup(context: Context, name: string): void;
  restart(): void;

  /** What the server has done by the time scripts run; calling these does nothing. */
  bootstrap(): void;
  clearBootstrap(): void;
  resetBootstrapState(): void;
  runSystemMigrations(): void;
  runAppMigrations(): void;
  runAllMigrations(): void;
  syncRecordTableSchema(collection: Collection, old?: Collection | null): void;

  findAllExternalAuthsByRecord(record: RecordModel): ExternalAuth[];
  findAllExternalAuthsByCollection(collection: Collection): ExternalAuth[];
  findFirstExternalAuthByExpr(condition: Expression): ExternalAuth;
  deleteAllExternalAuthsByRecord(record: RecordModel): void;
  findAllMFAsByRecord(record: RecordModel): MFA[];
  findAllMFAsByCollection(collection: Collection): MFA[];
  findMFAById(id: string): MFA;
  deleteAllMFAsByRecord(record: RecordModel): void;
  deleteExpiredMFAs(): void;
  findAllOTPsByRecord(record: RecordModel): OTP[];
  findAllOTPsByCollection(collection: Collection): OTP[];
  findOTPById(id: string): OTP;
  deleteAllOTPsByRecord(record: RecordModel): void;
  deleteExpiredOTPs(): void;
  findAllAuthOriginsByRecord(record: RecordModel): AuthOrigin[];
  findAllAuthOriginsByCollection(collection: Collection): AuthOrigin[];
  findAuthOriginById(id: string): AuthOrigin;
  findAuthOriginByRecordAndFingerprint(record: RecordModel, fingerprint: string): AuthOrigin;
  deleteAllAuthOriginsByRecord(record: RecordModel): void;
}

/** Finds the records of a collection with these ids. */
type ExpandFetch = (collection: Collection, ids: readonly string[]) => RecordModel[];

/** A row that belongs to an auth record; a record with these getters besides. */
interface AuthRow extends RecordModel {
  collectionRef(): string;
  recordRef(): string;
  created(): DateTime;
  updated(): DateTime;
  proxyRecord(): RecordModel;
}
/** The link of an account to one at an OAuth2 provider. */
interface ExternalAuth extends AuthRow {
  provider(): string;
  providerId(): string;
}
/** The first of two ways to sign in, done. */
interface MFA extends AuthRow {
  method(): string;
  hasExpired(age: number): boolean;
}
/** A password for one use. */
interface OTP extends AuthRow {
  sentTo(): string;
  hasExpired(age: number): boolean;
}
/** A device an account was used from. */
interface AuthOrigin extends AuthRow {
  fingerprint(): string;
}

interface MailClient {
  send(message: MailerMessage | Data): void;
}

declare const $app: App;

/** What all handlers share; values are copied in and out. */
interface Store {
  get(key: string): any;
  getOk(key: string): [value: any, found: boolean];
  set(key: string, value: any): void;
  has(key: string): boolean;
  remove(key: string): void;
  removeAll(): void;
  reset(values: Data): void;
  getAll(): Data;
  keys(): string[];
  values(): any[];
  length(): number;
  getOrSet<T>(key: string, make: () => T): T;
  setFunc(key: string, make: (old: any) => any): void;
  setIfLessThanLimit(key: string, value: any, limit: number): boolean;
}

/** Log entries take keys and values after the message: `info("paid", "order", id)`. */
interface Logger {
  debug(message: string, ...pairs: any[]): void;
  info(message: string, ...pairs: any[]): void;
  warn(message: string, ...pairs: any[]): void;
  error(message: string, ...pairs: any[]): void;
  /** Levels: -4 debug, 0 info, 4 warn, 8 error. */
  log(context: Context | null, level: number, message: string, ...pairs: any[]): void;
  /** True: what is too low is sorted out by the server. */
  enabled(): boolean;
  with(...pairs: any[]): Logger;
  withGroup(name: string): Logger;
}

interface CronScheduler {
  add(id: string, expression: string, run: () => void): void;
  mustAdd(id: string, expression: string, run: () => void): void;
  remove(id: string): void;
  removeAll(): void;
  jobs(): { id(): string; expression(): string; run(): void }[];
  total(): number;
  hasStarted(): boolean;
  /** The zone whose clocks all expressions name; UTC without. */
  setTimezone(zone: Timezone): void;
  /** The server starts and stops its jobs itself, every minute; these do nothing. */
  setInterval(interval: number): void;
  start(): void;
  stop(): void;
}

interface Filesystem {
  exists(key: string): boolean;
  attributes(key: string): FileAttributes;
  getReader(key: string): StoredFile;
  getFile(key: string): StoredFile;
  getReuploadableFile(key: string, preserveName?: boolean): FilesystemFile;
  copy(from: string, to: string): void;
  list(prefix: string): { key: string; size: number; modTime: Time; md5: number[]; isDir: boolean }[];
  upload(content: any, key: string): void;
  uploadFile(file: FilesystemFile, key: string): void;
  uploadMultipart(file: FilesystemFile, key: string): void;
  delete(key: string): void;
  deletePrefix(prefix: string): any[];
  isEmptyDir(prefix: string): boolean;
  /** Sizes as in URLs of files: `100x100`, `0x50`, `100x100f` … */
  createThumb(original: string, thumb: string, size: string): void;
  /** Answers with a file, the way files of records are sent. */
  serve(response: HttpResponse, request: HttpRequest, key: string, name: string): void;
  setContext(context: Context): void;
  close(): void;
}

/** The content of a stored file; `toString(file)` gives its text. */
interface StoredFile {
  bytes(): Uint8Array;
  size(): number;
  contentType(): string;
  modTime(): Time;
  close(): void;
}

interface FileAttributes {
  cacheControl: string;
  contentDisposition: string;
  contentEncoding: string;
  contentLanguage: string;
  contentType: string;
  metadata: { [name: string]: string };
  createTime: Time;
  modTime: Time;
  size: number;
  md5: number[];
  eTag: string;
}

interface Broker {
  clients(): { [id: string]: RealtimeClient };
  chunkedClients(size: number): RealtimeClient[][];
  totalClients(): number;
  /** Ends a connection; an unknown id does nothing. */
  unregister(id: string): void;
  clientById(id: string): RealtimeClient;
}

interface RealtimeClient {
  id(): string;
  subscriptions(...prefixes: string[]): Data;
  hasSubscription(topic: string): boolean;
  subscribe(...topics: string[]): void;
  unsubscribe(...topics: string[]): void;
  get(key: string): any;
  set(key: string, value: any): void;
  unset(key: string): void;
  send(message: SubscriptionMessage | { name: string; data: any }): void;
  /** Ends the connection. */
  discard(): void;
  isDiscarded(): boolean;
}
