// biome-ignore-all lint/suspicious/noExplicitAny: fields, bodies and SQL rows hold whatever the application put there
/** Any JSON-like data by key. */
interface Data {
  [key: string]: any;
}

/**
 * The fields of the application's collections by name, with the types `get()` gives them. The server fills it in
 * in pb_data/types.d.ts; without that file every field is of any type.
 */
// biome-ignore lint/suspicious/noEmptyInterface: filled in by the application's own declarations
interface CollectionFields {}

/** The record of a collection that is named; of any fields where it is not known by name, or several are. */
type RecordOf<Name> = [Name] extends [keyof CollectionFields] ? RecordOfOne<Name, Name> : RecordModel;
type RecordOfOne<Name extends keyof CollectionFields, All> = Name extends unknown
  ? [All] extends [Name]
    ? RecordModel<CollectionFields[Name]>
    : RecordModel
  : never;

/** A key of a record: one of its fields, or anything else that was set. */
type FieldKey<Fields> = (keyof Fields & string) | (string & {});

/** A record: its fields are read with `get` and set with `set`; both are local until `$app.save(record)` or `e.next()`. */
interface RecordModel<Fields = Data> {
  id: string;

  /** A value by field name: a DateTime for dates, bytes that read as text for JSON fields; null if there is no such field. */
  get<Key extends keyof Fields & string>(key: Key): Fields[Key];
  get(key: string): any;
  getRaw(key: FieldKey<Fields>): any;
  getString(key: FieldKey<Fields>): string;
  getBool(key: FieldKey<Fields>): boolean;
  getInt(key: FieldKey<Fields>): number;
  getInt64(key: FieldKey<Fields>): number;
  getFloat(key: FieldKey<Fields>): number;
  getDateTime(key: FieldKey<Fields>): DateTime;
  getGeoPoint(key: FieldKey<Fields>): GeoPoint;
  getStringSlice(key: FieldKey<Fields>): string[];
  /** Files that wait to be stored. */
  getUnsavedFiles(key: FieldKey<Fields>): FilesystemFile[];
  /** The same by its name of old. */
  getUploadedFiles(key: FieldKey<Fields>): FilesystemFile[];
  unmarshalJSONField(key: string, target: object): void;
  findFileFieldByFile(name: string): Field | null;

  /** Sets a value; the key may carry a modifier, e.g. `tags+`, `count-` or `slug:autogenerate`. */
  set(key: FieldKey<Fields>, value: any): void;
  setRaw(key: FieldKey<Fields>, value: any): void;
  setIfFieldExists(key: FieldKey<Fields>, value: any): Field | null;
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
  original(): RecordModel<Fields>;
  fresh(): RecordModel<Fields>;
  clone(): RecordModel<Fields>;

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
