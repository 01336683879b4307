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
  readonly created: string;
  readonly updated: string;
  [option: string]: any;

  isNew(): boolean;
  isBase(): boolean;
  isAuth(): boolean;
  isView(): boolean;
  tableName(): string;
  baseFilesPath(): string;
  hookTags(): readonly string[];
  getIndex(name: string): string;
  addIndex(name: string, unique: boolean, columns: string, where?: string): void;
  removeIndex(name: string): void;
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
}

/** A field of any type: `new Field({ type: "text", name: "title" })`. */
declare class Field {
  constructor(data?: Data);
  id: string;
  name: string;
  readonly type: string;
  system: boolean;
  hidden: boolean;
  presentable: boolean;
  required?: boolean;
  [option: string]: any;
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
