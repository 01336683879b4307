import type { Field as FieldData, FieldType } from "../../collections/model/field.ts";
import { readField } from "../../collections/model/field-data.ts";
import { fieldType } from "../../collections/model/field-types.ts";
import { fieldId } from "../../collections/model/ids.ts";
import { inAnswers, jsonValue } from "./json.ts";
import { toText } from "./text.ts";

type Data = { [key: string]: unknown };

/** A field of a collection; its options are plain properties, its type is asked for. */
export class Field {
  [option: string]: unknown;
  readonly #type: string;

  constructor(data: Data = {}) {
    const { type, ...options } = complete(data);
    this.#type = String(type);
    Object.assign(this, options);
    if (new.target === Field && !this.id && this.name) this.id = fieldId(this.#type, String(this.name));
  }

  /** All of the field as the host knows it: the options and the type. */
  static dataOf(field: Field): Data {
    return { ...field, type: field.#type };
  }

  /** In answers the type stands among the options. */
  [inAnswers](): unknown {
    return jsonValue(Field.dataOf(this));
  }

  type(): string {
    return this.#type;
  }

  isMultiple(): boolean {
    return this.#knowledge().isMultiple(Field.dataOf(this) as unknown as FieldData);
  }

  columnType(): string {
    return this.#knowledge().columnType(Field.dataOf(this) as unknown as FieldData);
  }

  #knowledge(): FieldType {
    const known = fieldType(this.#type);
    if (known === undefined) throw new TypeError(`There is no field type "${this.#type}".`);
    return known;
  }

  getId(): string {
    return String(this.id);
  }

  getName(): string {
    return String(this.name);
  }

  setName(name: string): void {
    this.name = name;
  }

  setId(id: string): void {
    this.id = id;
  }

  getSystem(): boolean {
    return this.system === true;
  }

  setSystem(state: boolean): void {
    this.system = state;
  }

  getHidden(): boolean {
    return this.hidden === true;
  }

  setHidden(state: boolean): void {
    this.hidden = state;
  }
}

function complete(data: Data): Data {
  const type = String(data.type ?? "");
  const given: Data = { ...data, type, name: String(data.name ?? "") };
  try {
    return { ...(readField(given) as Data) };
  } catch {
    return given; // told when the collection is saved
  }
}

/** A field class that knows its type, e.g. TextField. */
function fieldClass(type: string): new (data?: Data) => Field {
  return class extends Field {
    constructor(data: Data = {}) {
      super({ ...data, type });
    }
  };
}

export const fieldClasses: Readonly<Record<string, new (data?: Data) => Field>> = {
  NumberField: fieldClass("number"),
  BoolField: fieldClass("bool"),
  TextField: fieldClass("text"),
  URLField: fieldClass("url"),
  EmailField: fieldClass("email"),
  EditorField: fieldClass("editor"),
  PasswordField: fieldClass("password"),
  DateField: fieldClass("date"),
  AutodateField: fieldClass("autodate"),
  JSONField: fieldClass("json"),
  RelationField: fieldClass("relation"),
  SelectField: fieldClass("select"),
  FileField: fieldClass("file"),
  GeoPointField: fieldClass("geoPoint"),
};

/** The fields of a collection: a list that also finds by id and name. */
export class FieldsList extends Array<Field> {
  static override get [Symbol.species](): ArrayConstructor {
    return Array;
  }

  constructor(data?: unknown) {
    super();
    const list: unknown = typeof data === "string" ? JSON.parse(data) : data;
    if (Array.isArray(list)) for (const item of list) this.push(asField(item));
  }

  getById(id: string): Field | null {
    return this.find((field) => field.id === id) ?? null;
  }

  getByName(name: string): Field | null {
    return this.find((field) => field.name === name) ?? null;
  }

  /** At the end, before the autodates a collection came with; a field with the same id or name is replaced in place. */
  add(...fields: readonly unknown[]): void {
    for (const field of fields) this.#put(asField(field), this.length);
  }

  addAt(place: number, ...fields: readonly unknown[]): void {
    let at = place;
    for (const field of fields) this.#move(asField(field), at++);
  }

  addMarshaledJSON(text: unknown): void {
    this.add(...asList(text));
  }

  addMarshaledJSONAt(place: number, text: unknown): void {
    this.addAt(place, ...asList(text));
  }

  removeById(id: string): void {
    this.#remove((field) => field.id === id);
  }

  removeByName(name: string): void {
    this.#remove((field) => field.name === name);
  }

  fieldNames(): string[] {
    return this.map((field) => String(field.name));
  }

  /** With their types, as collections are written. */
  toJSON(): Data[] {
    return this.map((field) => Field.dataOf(asField(field)));
  }

  asMap(): { [name: string]: Field } {
    return Object.fromEntries(this.map((field) => [String(field.name), field]));
  }

  clone(): FieldsList {
    return new FieldsList(structured(this));
  }

  #put(field: Field, place: number): void {
    const known = this.#placeOf(field);
    this.#name(field);
    if (known === -1) this.splice(place, 0, field);
    else this[known] = field;
  }

  #move(field: Field, place: number): void {
    const known = this.#placeOf(field);
    if (known !== -1) this.splice(known, 1);
    this.#name(field);
    this.splice(place < 0 ? this.length : Math.min(place, this.length), 0, field);
  }

  // A field keeps the id of the one it takes the place of; a new one gets the id its type and name give it.
  #name(field: Field): void {
    if (field.id) return;
    const twin = this.getByName(String(field.name));
    field.id = twin?.id || fieldId(field.type(), String(field.name));
  }

  #placeOf(field: Field): number {
    const byId = field.id ? this.findIndex((other) => other.id === field.id) : -1;
    return byId !== -1 ? byId : this.findIndex((other) => other.name === field.name);
  }

  #remove(matches: (field: Field) => boolean): void {
    const place = this.findIndex(matches);
    if (place !== -1) this.splice(place, 1);
  }
}

function asField(value: unknown): Field {
  return value instanceof Field ? value : new Field((value ?? {}) as Data);
}

function structured(list: FieldsList): unknown {
  return JSON.parse(JSON.stringify(list));
}

function asList(text: unknown): readonly unknown[] {
  const value: unknown = JSON.parse(toText(text));
  return Array.isArray(value) ? value : [value];
}
