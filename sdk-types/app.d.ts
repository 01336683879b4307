// biome-ignore-all lint/suspicious/noExplicitAny: fields, bodies and SQL rows hold whatever the application put there
type CollectionRef = Collection | keyof CollectionFields | (string & {});

/** The application. In a handler, the one of its event: inside a transaction, that transaction. */
interface App {
  readonly rootCmd: { addCommand(command: Command): void };

  save(model: RecordModel | Collection | Settings): void;
  saveNoValidate(model: RecordModel | Collection | Settings): void;
  saveWithContext(context: Context, model: RecordModel | Collection | Settings): void;
  saveNoValidateWithContext(context: Context, model: RecordModel | Collection | Settings): void;
  delete(model: RecordModel | Collection): void;
  deleteWithContext(context: Context, model: RecordModel | Collection): void;
  validate(model: RecordModel | Collection | Settings): void;
  validateWithContext(context: Context, model: RecordModel | Collection | Settings): void;

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
  expandRecord(record: RecordModel, expands: string[], fetch?: null): Data;
  expandRecords(records: RecordModel[], expands: string[], fetch?: null): Data;
  recordQuery(collection: CollectionRef): SelectQuery;

  findCollectionByNameOrId(nameOrId: string): Collection;
  findCachedCollectionByNameOrId(nameOrId: string): Collection;
  findAllCollections(...types: string[]): Collection[];
  findCollectionReferences(collection: Collection, ...excludeIds: string[]): Data;
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
  logQuery(): SelectQuery;
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
  newMailClient(): { send(message: MailerMessage | Data): void };
  newFilesystem(): Filesystem;
  newBackupsFilesystem(): Filesystem;
  subscriptionsBroker(): Broker;
  dataDir(): string;
  isDev(): boolean;
  isBootstrapped(): boolean;
  encryptionEnv(): string;

  findAllExternalAuthsByRecord(record: RecordModel): RecordModel[];
  findAllMFAsByRecord(record: RecordModel): RecordModel[];
  findAllOTPsByRecord(record: RecordModel): RecordModel[];
  findAllAuthOriginsByRecord(record: RecordModel): RecordModel[];
  deleteAllMFAsByRecord(record: RecordModel): void;
  deleteAllOTPsByRecord(record: RecordModel): void;
  deleteAllAuthOriginsByRecord(record: RecordModel): void;
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
}

interface Filesystem {
  exists(key: string): boolean;
  attributes(key: string): Data;
  getReader(key: string): { close(): void };
  getReuploadableFile(key: string, preserveName: boolean): FilesystemFile;
  copy(from: string, to: string): void;
  list(prefix: string): { key: string; size: number }[];
  upload(content: any, key: string): void;
  uploadFile(file: FilesystemFile, key: string): void;
  delete(key: string): void;
  deletePrefix(prefix: string): any[];
  isEmptyDir(prefix: string): boolean;
  close(): void;
}

interface Broker {
  clients(): { [id: string]: RealtimeClient };
  chunkedClients(size: number): RealtimeClient[][];
  totalClients(): number;
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
  send(message: SubscriptionMessage | { name: string; data: string }): void;
  isDiscarded(): boolean;
}
