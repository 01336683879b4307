// biome-ignore-all lint/suspicious/noExplicitAny: fields, bodies and SQL rows hold whatever the application put there
/** A collection: plain properties, saved with `$app.save(collection)`. Options of its type (viewQuery, authToken …) are properties too. */
declare class Collection {
  constructor(data?: Data);
  id: string;
  name: string;
  type: "base" | "auth" | "view" | (string & {});
  system: boolean;
  fields: FieldsList;
  indexes: string[];
  listRule: string | null;
  viewRule: string | null;
  createRule: string | null;
  updateRule: string | null;
  deleteRule: string | null;
  readonly created: DateTime;
  readonly updated: DateTime;
  [option: string]: any;

  // Of auth collections; plain objects may take the place of all of them.
  get oauth2(): OAuth2Options;
  set oauth2(options: Data);
  get mfa(): SpanOptions;
  set mfa(options: Data);
  get otp(): SpanOptions;
  set otp(options: Data);
  get authToken(): SpanOptions;
  set authToken(options: Data);
  get passwordResetToken(): SpanOptions;
  set passwordResetToken(options: Data);
  get emailChangeToken(): SpanOptions;
  set emailChangeToken(options: Data);
  get verificationToken(): SpanOptions;
  set verificationToken(options: Data);
  get fileToken(): SpanOptions;
  set fileToken(options: Data);
  get verificationTemplate(): LetterTemplate;
  set verificationTemplate(template: Data);
  get resetPasswordTemplate(): LetterTemplate;
  set resetPasswordTemplate(template: Data);
  get confirmEmailChangeTemplate(): LetterTemplate;
  set confirmEmailChangeTemplate(template: Data);

  isNew(): boolean;
  markAsNew(): void;
  markAsNotNew(): void;
  pk(): string;
  lastSavedPK(): string;
  isBase(): boolean;
  isAuth(): boolean;
  isView(): boolean;
  tableName(): string;
  baseFilesPath(): string;
  hookTags(): readonly string[];
  getIndex(name: string): string;
  addIndex(name: string, unique: boolean, columns: string, where?: string): void;
  removeIndex(name: string): void;
  /** Does nothing: the checks are always made. */
  integrityChecks(state: boolean): void;
  /** All of it, as it is kept. */
  dbExport(app?: App): Data;
  /** As the API shows it, without secrets. */
  toJSON(): Data;
  string(): string;
  marshalJSON(): number[];
  unmarshalJSON(data: any): void;
}

interface OAuth2Options {
  enabled: boolean;
  providers: Data[];
  mappedFields: Data;
  [option: string]: any;
  /** A copy of a provider's set-up, and whether there is one. */
  getProviderConfig(name: string): [config: OAuth2ProviderConfig, found: boolean];
}

interface OAuth2ProviderConfig {
  name: string;
  clientId: string;
  clientSecret: string;
  authURL: string;
  tokenURL: string;
  userInfoURL: string;
  displayName: string;
  pkce: boolean | null;
  extra: Data | null;
}

/** Options with a span of time. */
interface SpanOptions {
  /** Seconds. */
  duration: number;
  [option: string]: any;
  durationTime(): Duration;
}

interface LetterTemplate {
  subject: string;
  body: string;
  /** Both with placeholders such as `{APP_NAME}` filled in. */
  resolve(placeholders?: Data): [subject: string, body: string];
}

/** The fields of a collection: a list that also finds by id and name. */
declare class FieldsList extends Array<Field> {
  constructor(data?: Data[]);
  getById(id: string): Field | null;
  getByName(name: string): Field | null;
  /** Adds fields; one with a known id or name takes that field's place. */
  add(...fields: (Field | Data)[]): void;
  addAt(place: number, ...fields: (Field | Data)[]): void;
  addMarshaledJSON(json: string): void;
  addMarshaledJSONAt(place: number, json: string): void;
  removeById(id: string): void;
  removeByName(name: string): void;
  fieldNames(): string[];
  asMap(): { [name: string]: Field };
  clone(): FieldsList;
  /** With their types. */
  toJSON(): Data[];
}

/** A field of any type: `new Field({ type: "text", name: "title" })`. */
declare class Field {
  constructor(data?: Data);
  id: string;
  name: string;
  system: boolean;
  hidden: boolean;
  presentable: boolean;
  required?: boolean;
  [option: string]: any;

  type(): string;
  /** May it hold more than one value? */
  isMultiple(): boolean;
  /** The SQL type of its column. */
  columnType(): string;
  getId(): string;
  setId(id: string): void;
  getName(): string;
  setName(name: string): void;
  getSystem(): boolean;
  setSystem(state: boolean): void;
  getHidden(): boolean;
  setHidden(state: boolean): void;
}

declare class TextField extends Field {}
declare class NumberField extends Field {}
declare class BoolField extends Field {}
declare class EmailField extends Field {}
declare class URLField extends Field {}
declare class EditorField extends Field {}
declare class PasswordField extends Field {}
declare class DateField extends Field {}
declare class AutodateField extends Field {}
declare class JSONField extends Field {}
declare class RelationField extends Field {}
declare class SelectField extends Field {}
declare class FileField extends Field {}
declare class GeoPointField extends Field {}
