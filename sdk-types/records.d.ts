// biome-ignore-all lint/suspicious/noExplicitAny: fields, bodies and SQL rows hold whatever the application put there
/** Any JSON-like data by key. */
interface Data {
  [key: string]: any;
}

/** A record: its fields are read with `get` and set with `set`; both are local until `$app.save(record)` or `e.next()`. */
interface RecordModel {
  id: string;

  /** A value by field name: a DateTime for dates, bytes that read as text for JSON fields; null if there is no such field. */
  get(key: string): any;
  getRaw(key: string): any;
  getString(key: string): string;
  getBool(key: string): boolean;
  getInt(key: string): number;
  getInt64(key: string): number;
  getFloat(key: string): number;
  getDateTime(key: string): DateTime;
  getGeoPoint(key: string): { lon: number; lat: number };
  getStringSlice(key: string): string[];
  /** Files that wait to be stored. */
  getUnsavedFiles(key: string): FilesystemFile[];
  unmarshalJSONField(key: string, target: object): void;
  findFileFieldByFile(name: string): Field | null;

  /** Sets a value; the key may carry a modifier, e.g. `tags+`, `count-` or `slug:autogenerate`. */
  set(key: string, value: any): void;
  setRaw(key: string, value: any): void;
  setIfFieldExists(key: string, value: any): Field | null;
  load(data: Data): void;
  replaceModifiers(data: Data): Data;

  collection(): Collection;
  tableName(): string;
  baseFilesPath(): string;
  hookTags(): readonly string[];
  isNew(): boolean;
  markAsNew(): void;
  markAsNotNew(): void;
  pk(): string;
  lastSavedPK(): string;
  /** The record as it was when it was last saved. */
  original(): RecordModel;
  fresh(): RecordModel;
  clone(): RecordModel;

  expand(): { [field: string]: RecordModel | RecordModel[] };
  setExpand(expand: { [field: string]: RecordModel | RecordModel[] }): void;
  mergeExpand(expand: { [field: string]: RecordModel | RecordModel[] }): void;
  expandedOne(field: string): RecordModel | null;
  expandedAll(field: string): RecordModel[];

  /** Leaves fields out of answers. */
  hide(...fields: string[]): this;
  unhide(...fields: string[]): this;
  /** Exports what was set under keys that are no fields, too. */
  withCustomData(state: boolean): this;
  ignoreEmailVisibility(state: boolean): this;
  ignoreUnchangedFields(state: boolean): this;
  fieldsData(): Data;
  customData(): Data;
  publicExport(): Data;
  dbExport(app: App): Data;
  toJSON(): Data;
  marshalJSON(): JsonRaw;
  unmarshalJSON(data: string | JsonRaw): void;

  email(): string;
  setEmail(email: string): void;
  emailVisibility(): boolean;
  setEmailVisibility(state: boolean): void;
  verified(): boolean;
  setVerified(state: boolean): void;
  tokenKey(): string;
  setTokenKey(key: string): void;
  refreshTokenKey(): void;
  setPassword(password: string): void;
  setRandomPassword(): string;
  validatePassword(password: string): boolean;
  isSuperuser(): boolean;
  /** `duration` in nanoseconds; 0 for that of the collection. */
  newStaticAuthToken(duration?: number): string;
  newAuthToken(): string;
  newVerificationToken(): string;
  newPasswordResetToken(): string;
  newEmailChangeToken(email: string): string;
  newFileToken(): string;
}

/** `new Record(collection, { title: "…" })`; not saved. */
declare const Record: new (collection?: Collection, data?: Data) => RecordModel;
