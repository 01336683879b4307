import { type CollectionData, Collection as CollectionModel } from "../../collections/model/collection.ts";
import { collectionJson, toCollection } from "../../collections/model/collection-data.ts";
import type { Field as FieldData } from "../../collections/model/field.ts";
import { readField } from "../../collections/model/field-data.ts";
import type { Tagged } from "../bridge/wire.ts";
import { Bytes } from "./bytes.ts";
import { toWire, unpackAs } from "./codec.ts";
import { DateTime } from "./date-time.ts";
import { FieldsList } from "./fields.ts";
import { call } from "./host.ts";
import { inAnswers } from "./json.ts";
import { JsonList } from "./json-list.ts";
import { giveMethods } from "./sign-in.ts";
import { toText } from "./text.ts";

type Data = { [key: string]: unknown };

/** What every collection has; anything else among its properties is an option of its type. */
const common = [
  "id",
  "name",
  "type",
  "system",
  "fields",
  "indexes",
  "listRule",
  "viewRule",
  "createRule",
  "updateRule",
  "deleteRule",
  "created",
  "updated",
] as const;

/** A collection in a script: plain properties, saved as a whole. */
export class Collection {
  [property: string]: unknown;
  declare id: string;
  declare name: string;
  declare type: string;
  declare created: DateTime;
  declare updated: DateTime;
  /** Read from the data it was filled with when someone looks: most handlers ask for a name or an id. */
  #fields: FieldsList | undefined;
  #source: unknown;
  #indexes = new JsonList<string>();
  #isNew = true;
  /** The fields, and all else, as they were handed over, to tell what changed. */
  #fieldsBefore = "";
  #restBefore = "";

  constructor(data?: Data | CollectionModel) {
    if (data instanceof CollectionModel) {
      const { fields, ...rest } = collectionJson(data);
      Collection.fill(this, { ...structured(rest), fields }, data.isNew);
      return;
    }
    if (data === undefined || data === null) {
      Collection.fill(this, { ...blank }, true);
      return;
    }
    Collection.fill(this, created(structured(data)), true);
    // System fields beside given ones come with the first save, as in the reference.
    const { fields } = data;
    if (!Array.isArray(fields)) return;
    const names = new Set(fields.map((field: Data) => field.name));
    const given = this.fields.filter((field) => names.has(field.name));
    if (given.length > 0) this.fields = given;
  }

  get fields(): FieldsList {
    if (this.#fields === undefined) {
      this.#fields = new FieldsList(structured((this.#source ?? []) as object));
      this.#fieldsBefore = JSON.stringify(this.#fields);
    }
    return this.#fields;
  }

  /** Any list of fields will do, e.g. what filter() gave. */
  set fields(list: unknown) {
    void this.fields; // to know later whether this one differs
    this.#fields = list instanceof FieldsList ? list : new FieldsList(list);
  }

  get indexes(): JsonList<string> {
    return this.#indexes;
  }

  set indexes(list: unknown) {
    this.#indexes = list instanceof JsonList ? list : JsonList.of(...((list ?? []) as string[]));
  }

  /** A collection as the host knows it. */
  static of(model: CollectionModel): Collection {
    return new Collection(model);
  }

  /** Puts what was saved in place of what was there. */
  static fill(collection: Collection, data: Data, isNew: boolean): void {
    const { fields, ...rest } = data;
    for (const key of Object.keys(collection)) delete collection[key];
    Object.assign(collection, rest);
    if (rest.type === "auth") giveMethods(collection);
    for (const key of dates) collection[key] = DateTime.fromText(String(data[key] ?? ""));
    collection.#source = fields;
    collection.#fields = undefined;
    collection.#isNew = isNew;
    collection.#restBefore = JSON.stringify(collection.#rest());
  }

  isNew(): boolean {
    return this.#isNew;
  }

  markAsNew(): void {
    this.#isNew = true;
  }

  markAsNotNew(): void {
    this.#isNew = false;
  }

  pk(): string {
    return this.id;
  }

  lastSavedPK(): string {
    return this.#isNew ? "" : this.id;
  }

  tableName(): string {
    return "_collections";
  }

  baseFilesPath(): string {
    return this.id;
  }

  hookTags(): readonly string[] {
    return [this.id, this.name];
  }

  isBase(): boolean {
    return this.type === "base";
  }

  isAuth(): boolean {
    return this.type === "auth";
  }

  isView(): boolean {
    return this.type === "view";
  }

  getIndex(name: string): string {
    return this.indexes.find((index) => nameOfIndex(index) === name.toLowerCase()) ?? "";
  }

  addIndex(name: string, unique: boolean, columns: string, where = ""): void {
    this.removeIndex(name);
    const condition = where === "" ? "" : ` WHERE ${where}`;
    this.indexes.push(
      `CREATE ${unique ? "UNIQUE " : ""}INDEX \`${name}\` ON \`${this.name}\` (${columns})${condition}`,
    );
  }

  removeIndex(name: string): void {
    const place = this.indexes.findIndex((index) => nameOfIndex(index) === name.toLowerCase());
    if (place !== -1) this.indexes.splice(place, 1);
  }

  integrityChecks(): void {} // they are always made

  string(): string {
    return JSON.stringify(this);
  }

  marshalJSON(): Bytes {
    return Bytes.ofText(this.string());
  }

  unmarshalJSON(text: unknown): void {
    Object.assign(this, JSON.parse(toText(text)));
  }

  /** As the API shows it: keys of tokens and of providers stay here. */
  toJSON(): Data {
    return published(Collection.dataOf(this));
  }

  /** In answers: its keys in the order of the API's, not of the alphabet. */
  [inAnswers](): Data {
    return this.toJSON();
  }

  /** All of it, as the host knows it. */
  static dataOf(collection: Collection): Data {
    return collection.#data();
  }

  #data(): Data {
    const { id, listRule, viewRule, createRule, updateRule, deleteRule, name, type, ...rest } = this.#rest();
    const first = { id, listRule, viewRule, createRule, updateRule, deleteRule, name, type };
    return { ...first, fields: this.fields.toJSON(), ...rest };
  }

  #rest(): Data {
    const own: Data = { ...this };
    const [created, updated] = [this.created.string(), this.updated.string()];
    return { indexes: [...this.indexes], ...own, created, updated };
  }

  #isAsItCame(): boolean {
    if (this.#isNew || JSON.stringify(this.#rest()) !== this.#restBefore) return false;
    return this.#fields === undefined || JSON.stringify(this.#fields) === this.#fieldsBefore;
  }

  dbExport(): Data {
    return this.#data();
  }

  toString(): string {
    return "[object Object]";
  }

  [toWire](): Tagged {
    const known = { $: "collection", id: this.id, isNew: this.#isNew };
    return this.#isAsItCame() ? known : { ...known, data: JSON.stringify(this.#data()) };
  }

  /** The collection as the shared model sees it, for records of it. */
  static modelOf(collection: Collection): CollectionModel {
    const wire = collection[toWire]();
    const known = wire.data === undefined ? models.get(collection.id) : undefined;
    return known ?? toModel(collection.#data(), collection.#isNew ? "new" : "saved");
  }
}

const dates = ["created", "updated"] as const;

/** What a collection is before anything was said about it. */
const blank: Data = {
  id: "",
  listRule: null,
  viewRule: null,
  createRule: null,
  updateRule: null,
  deleteRule: null,
  name: "",
  type: "",
  fields: [],
  indexes: [],
  system: false,
};

// Lists with something no one knows in them are left out whole, as the reference does.
function created(data: Data): Data {
  const ask = (given: Data): Data => JSON.parse(call<string>("collection.create", given)) as Data;
  try {
    return ask(data);
  } catch {
    const { fields: _fields, indexes: _indexes, ...rest } = data;
    return ask(rest);
  }
}

function published(data: Data): Data {
  const shown = { ...data };
  for (const [key, value] of Object.entries(data)) {
    if (typeof value !== "object" || value === null || Array.isArray(value)) continue;
    const { secret: _secret, ...rest } = value as Data;
    shown[key] = rest;
    if (!Array.isArray(rest.providers)) continue;
    rest.providers = rest.providers.map(({ clientSecret: _hidden, ...provider }: Data) => provider);
  }
  return shown;
}

const models = new Map<string, CollectionModel>();
const versions = new Map<string, number>();

/** The shared model of a collection: by what the host calls it, or of one made here. */
export function modelOf(collection: Collection | readonly [id: string, version: number]): CollectionModel {
  if (collection instanceof Collection) return Collection.modelOf(collection);
  const [id, version] = collection;
  const known = models.get(id);
  if (known !== undefined && versions.get(id) === version) return known;
  return learn(id, version, call<string>("collection.data", version));
}

function learn(id: string, version: number, text: string): CollectionModel {
  const { isNew, ...data } = JSON.parse(text) as Data;
  const model = toModel(data, isNew === true ? "new" : "saved");
  models.set(id, model);
  versions.set(id, version);
  return model;
}

function toModel(data: Data, state: "new" | "saved"): CollectionModel {
  const options = Object.fromEntries(
    Object.entries(data).filter(([key]) => !(common as readonly string[]).includes(key)),
  );
  const fields = (data.fields as readonly Data[]).map((field) => readField(field) as FieldData);
  return toCollection({ ...(data as unknown as CollectionData), fields, options }, state);
}

function structured(data: object): Data {
  return JSON.parse(JSON.stringify(data)) as Data;
}

function nameOfIndex(index: string): string {
  const match = /INDEX\s+(?:IF\s+NOT\s+EXISTS\s+)?[`"'[]?([^`"'\]\s(]+)/i.exec(index);
  return (match?.[1] ?? "").toLowerCase();
}

unpackAs("collection", (tagged) => {
  const model = modelOf(tagged.c as readonly [string, number]);
  return Collection.of(model);
});
