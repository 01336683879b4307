import { type CollectionData, Collection as CollectionModel } from "../../collections/model/collection.ts";
import { collectionJson, toCollection } from "../../collections/model/collection-data.ts";
import type { Field as FieldData } from "../../collections/model/field.ts";
import { readField } from "../../collections/model/field-data.ts";
import type { Tagged } from "../bridge/wire.ts";
import { toWire, unpackAs } from "./codec.ts";
import { type Field, FieldsList } from "./fields.ts";
import { call } from "./host.ts";

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
  declare fields: FieldsList;
  declare indexes: string[];
  #isNew = true;
  /** The data as it was handed over, to tell what changed. */
  #origin = "";

  constructor(data: Data | CollectionModel = {}) {
    if (data instanceof CollectionModel) {
      Collection.fill(this, structured(collectionJson(data)), data.isNew);
      return;
    }
    Collection.fill(this, JSON.parse(call<string>("collection.create", structured(data))) as Data, true);
    // System fields beside given ones come with the first save, as in the reference.
    const { fields } = data;
    if (!Array.isArray(fields)) return;
    const names = new Set(fields.map((field: Data) => field.name));
    this.fields = new FieldsList(this.fields.filter((field) => names.has(field.name)));
  }

  /** A collection as the host knows it. */
  static of(model: CollectionModel): Collection {
    return new Collection(model);
  }

  /** Puts what was saved in place of what was there. */
  static fill(collection: Collection, data: Data, isNew: boolean): void {
    for (const key of Object.keys(collection)) delete collection[key];
    Object.assign(collection, data);
    collection.fields = new FieldsList(data.fields);
    collection.indexes = [...((data.indexes as string[] | null) ?? [])];
    collection.#isNew = isNew;
    collection.#origin = isNew ? "" : JSON.stringify(collection);
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
    this.indexes = this.indexes.filter((index) => nameOfIndex(index) !== name.toLowerCase());
  }

  integrityChecks(): void {} // they are always made

  string(): string {
    return JSON.stringify(this);
  }

  marshalJSON(): string {
    return JSON.stringify(this);
  }

  toJSON(): Data {
    return { ...this, fields: [...this.fields] };
  }

  dbExport(): Data {
    return this.toJSON();
  }

  toString(): string {
    return "[object Object]";
  }

  [toWire](): Tagged {
    const data = JSON.stringify(this);
    const known = { $: "collection", id: this.id, isNew: this.#isNew };
    return !this.#isNew && data === this.#origin ? known : { ...known, data };
  }

  /** The collection as the shared model sees it, for records of it. */
  static modelOf(collection: Collection): CollectionModel {
    const wire = collection[toWire]();
    const known = wire.data === undefined ? models.get(collection.id) : undefined;
    return known ?? toModel(collection.toJSON(), collection.#isNew ? "new" : "saved");
  }
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
  const fields = (data.fields as readonly Field[]).map((field) => readField({ ...field }) as FieldData);
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
