import type { Collection, TypedField } from "../../collections/model/collection.ts";
import { type Change, readKey } from "./keys.ts";

/** What a cell of a row can hold. */
export type Cell = string | number | bigint | null | Uint8Array;
export type Expanded = RecordModel | readonly RecordModel[];

/** The columns of the pseudo fields every record answers to. */
const pseudo = new Set(["collectionId", "collectionName", "expand"]);

/**
 * A record: its values, what they were when last saved, and what was expanded. Pure; host and scripts run this same code.
 * Values are kept normalised by their field type, and a list that was handed out is never changed.
 */
export class RecordModel {
  readonly collection: Collection;
  /** True while unknown keys that were set are exported too. */
  showsCustomData = false;
  /** True while an auth record exports its email whatever its emailVisibility says. */
  showsEmail = false;
  /** One and the same map as what was saved, until something is changed. */
  #values: ReadonlyMap<string, unknown>;
  #saved: ReadonlyMap<string, unknown>;
  #savedId = "";
  #isNew = true;
  /** What was saved when the record was loaded or made; set once it has been saved since. */
  #loaded: { readonly values: ReadonlyMap<string, unknown>; readonly id: string } | undefined;
  #expand: Map<string, Expanded> | undefined;
  /** What hide() and unhide() said, by field. */
  #shown: Map<string, boolean> | undefined;

  /** A new record; `values` are those of all fields, and never changed by anybody. */
  constructor(collection: Collection, values: ReadonlyMap<string, unknown> = zerosOf(collection)) {
    this.collection = collection;
    this.#values = values;
    this.#saved = values;
  }

  /** A saved record, as its row stands. */
  static fromRow(collection: Collection, row: Readonly<Record<string, unknown>>): RecordModel {
    const values = new Map<string, unknown>();
    for (const { field, type } of collection.typedFields) {
      const cell = row[field.name];
      values.set(field.name, cell === undefined ? type.zero(field) : type.fromColumn(field, cell as Cell));
    }
    const record = new RecordModel(collection, values);
    record.markAsNotNew();
    return record;
  }

  /** The values, to be changed. */
  #own(): Map<string, unknown> {
    if (this.#values === this.#saved) this.#values = new Map(this.#saved);
    return this.#values as Map<string, unknown>; // made here, or by a copy
  }

  get id(): string {
    return String(this.#values.get("id") ?? "");
  }

  set id(id: string) {
    this.#own().set("id", id);
  }

  get tableName(): string {
    return this.collection.name;
  }

  get hookTags(): readonly string[] {
    return this.collection.hookTags;
  }

  get isNew(): boolean {
    return this.#isNew;
  }

  /** The id under which the record was last saved; "" if it never was. */
  get savedId(): string {
    return this.#savedId;
  }

  markAsNew(): void {
    this.#isNew = true;
    this.#savedId = "";
  }

  markAsNotNew(): void {
    this.#isNew = false;
    this.#savedId = this.id;
  }

  /** What the values are now is what they were when last saved. */
  markSaved(): void {
    this.#loaded ??= { values: this.#saved, id: this.#savedId };
    this.markAsNotNew();
    this.#saved = this.#values;
  }

  /** A value by field name, `field:view` or custom key; undefined if there is no such thing. */
  get(key: string): unknown {
    const typed = this.collection.field(key);
    if (typed !== undefined) return viewOf(typed, "", this.#values.get(key));
    if (key === "collectionId") return this.collection.id;
    if (key === "collectionName") return this.collection.name;
    if (key === "expand") return this.expand;
    const colon = key.lastIndexOf(":");
    const viewed = colon > 0 ? this.collection.field(key.slice(0, colon)) : undefined;
    if (viewed?.type.views?.[key.slice(colon + 1)] !== undefined) {
      return viewOf(viewed, key.slice(colon + 1), this.#values.get(viewed.field.name));
    }
    return this.#values.get(key);
  }

  getString(key: string): string {
    const value = this.get(key);
    return value === undefined || value === null ? "" : String(value);
  }

  getBool(key: string): boolean {
    return this.get(key) === true;
  }

  /** Sets a value, normalised by its field; the key may carry a modifier (`field+`, `+field`, `field-`, `field:autogenerate`). */
  set(key: string, value: unknown): void {
    if (key === "expand") {
      if (isExpand(value)) this.setExpand(value);
      return;
    }
    const found = readKey(this.collection, key);
    if (found === undefined) this.#own().set(key, value);
    else this.#change(found, value);
  }

  /** Like set(), but leaves unknown keys alone; tells the field that was changed. */
  setIfField(key: string, value: unknown): TypedField | undefined {
    const found = readKey(this.collection, key);
    if (found === undefined) return undefined;
    this.#change(found, value);
    return found.typed;
  }

  #change({ typed, modify }: Change, value: unknown): void {
    const { field, type } = typed;
    if (type.setBy === "server") return;
    const next =
      modify === undefined
        ? type.normalize(field, value)
        : modify(field, this.#values.get(field.name), value);
    this.#own().set(field.name, next);
  }

  /** The value as it is kept, e.g. the parts of a password. */
  getRaw(key: string): unknown {
    return this.#values.get(key);
  }

  /** The same of what was last saved. */
  getSavedRaw(key: string): unknown {
    return this.#saved.get(key);
  }

  /** Puts a value in place as it is, neither normalised nor checked. */
  setRaw(key: string, value: unknown): void {
    this.#own().set(key, value);
  }

  /** Sets many values; plain keys come before those with modifiers. */
  load(data: Readonly<Record<string, unknown>>): void {
    for (const key of shortestFirst(data)) this.set(key, data[key]);
  }

  /** Sets what resolveModifiers() gave: values of fields are normalised already. */
  take(resolved: Readonly<Record<string, unknown>>): void {
    const values = this.#own();
    for (const key of shortestFirst(resolved)) {
      const type = this.collection.field(key)?.type;
      if (type === undefined || type.views?.[""] !== undefined) this.set(key, resolved[key]);
      else if (type.setBy !== "server") values.set(key, resolved[key]);
    }
  }

  /** `data` with the keys of fields resolved: modifiers applied to this record's values, values normalised. */
  resolveModifiers(data: Readonly<Record<string, unknown>>): Record<string, unknown> {
    return this.#normalised(data) ?? this.#resolved(data);
  }

  /** For data whose keys are all names of fields, as most are. */
  #normalised(data: Readonly<Record<string, unknown>>): Record<string, unknown> | undefined {
    const normalised: Record<string, unknown> = {};
    for (const key of shortestFirst(data)) {
      const typed = this.collection.field(key);
      if (typed === undefined) return undefined;
      const { field, type } = typed;
      const next = type.setBy === "server" ? this.#values.get(key) : type.normalize(field, data[key]);
      normalised[key] = viewOf(typed, "", next);
    }
    return normalised;
  }

  #resolved(data: Readonly<Record<string, unknown>>): Record<string, unknown> {
    const resolved: Record<string, unknown> = { ...data };
    const trial = this.fresh();
    for (const key of shortestFirst(data)) {
      const typed = trial.setIfField(key, data[key]);
      if (typed === undefined) continue;
      delete resolved[key];
      resolved[typed.field.name] = trial.get(typed.field.name);
    }
    return resolved;
  }

  /** The record as it was when last saved. */
  original(): RecordModel {
    const record = new RecordModel(this.collection, this.#saved);
    record.#isNew = this.#isNew;
    record.#savedId = this.#savedId;
    return record;
  }

  /** The record as it was when it was loaded or made, whatever was saved since. */
  asLoaded(): RecordModel {
    const record = this.original();
    const { values, id } = this.#loaded ?? { values: this.#saved, id: this.#savedId };
    record.#values = new Map([...this.#saved, ...values]);
    record.#saved = values;
    record.#savedId = id;
    record.#isNew = id === "";
    return record;
  }

  /** The latest values, without flags, expands and custom data. */
  fresh(): RecordModel {
    const record = this.original();
    const values = record.#own();
    for (const { field } of this.collection.typedFields) {
      values.set(field.name, this.#values.get(field.name));
    }
    return record;
  }

  /** What hide() and unhide() said, by field; undefined if they said nothing. */
  get shown(): ReadonlyMap<string, boolean> | undefined {
    return this.#shown;
  }

  /** A copy of everything. */
  clone(): RecordModel {
    const record = this.original();
    record.#values = new Map(this.#values);
    record.showsCustomData = this.showsCustomData;
    record.showsEmail = this.showsEmail;
    if (this.#expand !== undefined) record.#expand = new Map(this.#expand);
    if (this.#shown !== undefined) record.#shown = new Map(this.#shown);
    return record;
  }

  /** Whether the value of a field would be stored differently from what was last saved. */
  hasChanged(name: string): boolean {
    const typed = this.collection.field(name);
    if (typed === undefined) return false;
    const { field, type } = typed;
    const now = this.#values.get(name);
    const before = this.#saved.get(name);
    return now !== before && type.toColumn(field, now) !== type.toColumn(field, before);
  }

  changedFields(): string[] {
    return this.collection.fields.map(({ name }) => name).filter((name) => this.hasChanged(name));
  }

  /** The expanded relations, by field or `collection_via_field`; undefined while nothing was asked for. */
  get expand(): Readonly<Record<string, Expanded>> | undefined {
    return this.#expand === undefined ? undefined : Object.fromEntries(this.#expand);
  }

  setExpand(expand: Readonly<Record<string, Expanded>>): void {
    this.#expand = new Map(Object.entries(expand));
  }

  /** Adds expands; records that are there already take over the expands of their new likes. */
  mergeExpand(expand: Readonly<Record<string, Expanded>>): void {
    this.#expand ??= new Map();
    for (const [key, added] of Object.entries(expand)) {
      const known = this.#expand.get(key);
      this.#expand.set(key, known === undefined ? added : merge(known, added));
    }
  }

  expandedOne(key: string): RecordModel | undefined {
    const expanded = this.#expand?.get(key);
    return expanded instanceof RecordModel ? expanded : expanded?.[0];
  }

  expandedAll(key: string): readonly RecordModel[] {
    const expanded = this.#expand?.get(key);
    if (expanded === undefined) return [];
    return expanded instanceof RecordModel ? [expanded] : expanded;
  }

  hide(...names: readonly string[]): void {
    this.#shown ??= new Map();
    for (const name of names) this.#shown.set(name, false);
  }

  unhide(...names: readonly string[]): void {
    this.#shown ??= new Map();
    for (const name of names) this.#shown.set(name, true);
  }

  /** Every field's value, hidden ones included. */
  fieldsData(): Record<string, unknown> {
    const data: Record<string, unknown> = {};
    for (const { field } of this.collection.typedFields) data[field.name] = this.get(field.name);
    return data;
  }

  /** What was set under keys that are no fields. */
  customData(): Record<string, unknown> {
    const data: Record<string, unknown> = {};
    for (const [key, value] of this.#values) {
      if (!pseudo.has(key) && this.collection.field(key) === undefined) data[key] = value;
    }
    return data;
  }

  /** The record as its viewer may see it, keys in alphabetical order, ready for JSON. */
  publicExport(): Record<string, unknown> {
    return this.showsCustomData || this.#shown !== undefined ? this.#chosenExport() : this.#usualExport();
  }

  #usualExport(): Record<string, unknown> {
    const shown: Record<string, unknown> = {};
    for (const { key, typed } of exportedKeys(this.collection)) {
      if (typed === undefined) {
        const value = key === "expand" ? this.#exportExpand() : this.get(key);
        if (value !== undefined) shown[key] = value;
      } else if (this.#isShown(typed.field)) {
        shown[key] = typed.type.toJson(typed.field, this.#values.get(key));
      }
    }
    return shown;
  }

  #chosenExport(): Record<string, unknown> {
    const shown: Record<string, unknown> = this.showsCustomData ? this.customData() : {};
    for (const name of this.#shown?.keys() ?? []) if (!this.#shown?.get(name)) delete shown[name];
    for (const { field, type } of this.collection.typedFields) {
      if (this.#isShown(field)) shown[field.name] = type.toJson(field, this.#values.get(field.name));
    }
    for (const key of pseudo) {
      if (this.#shown?.get(key) === false) continue;
      const value = key === "expand" ? this.#exportExpand() : this.get(key);
      if (value !== undefined) shown[key] = value;
    }
    return sorted(shown);
  }

  toJSON(): Record<string, unknown> {
    return this.publicExport();
  }

  /** A value as it stands in the row. */
  cell(name: string): Cell {
    const typed = this.collection.field(name);
    return typed === undefined ? null : typed.type.toColumn(typed.field, this.#values.get(name));
  }

  /** The values as they stand in the row, by column. */
  toRow(): Record<string, Cell> {
    const row: Record<string, Cell> = {};
    for (const { field, type } of this.collection.typedFields) {
      row[field.name] = type.toColumn(field, this.#values.get(field.name));
    }
    return row;
  }

  #isShown({ name, hidden }: { readonly name: string; readonly hidden: boolean }): boolean {
    const { isAuth } = this.collection;
    if (isAuth && (name === "password" || name === "tokenKey")) return false;
    if (!(this.#shown?.get(name) ?? !hidden)) return false;
    return !(isAuth && name === "email") || this.showsEmail || this.getBool("emailVisibility");
  }

  #exportExpand(): Record<string, unknown> | undefined {
    if (this.#expand === undefined) return undefined;
    const exported: Record<string, unknown> = {};
    for (const key of [...this.#expand.keys()].sort()) {
      const expanded = this.#expand.get(key) as Expanded;
      exported[key] =
        expanded instanceof RecordModel
          ? expanded.publicExport()
          : expanded.map((record) => record.publicExport());
    }
    return exported;
  }
}

interface Zeros {
  readonly values: ReadonlyMap<string, unknown>;
  readonly lists: readonly TypedField[];
}
const keptZeros = new WeakMap<Collection, Zeros>();

/** What a new record holds. Lists are its own: who gets one may well add to it. */
function zerosOf(collection: Collection): ReadonlyMap<string, unknown> {
  const { values, lists } = keptZeros.get(collection) ?? keepZeros(collection);
  if (lists.length === 0) return values;
  const own = new Map(values);
  for (const { field, type } of lists) own.set(field.name, type.zero(field));
  return own;
}

function keepZeros(collection: Collection): Zeros {
  const { typedFields } = collection;
  const values = new Map(typedFields.map(({ field, type }) => [field.name, type.zero(field)]));
  const zeros = { values, lists: typedFields.filter(({ field }) => Array.isArray(values.get(field.name))) };
  keptZeros.set(collection, zeros);
  return zeros;
}

interface ExportedKey {
  readonly key: string;
  /** Undefined for the pseudo fields. */
  readonly typed: TypedField | undefined;
}
const keptKeys = new WeakMap<Collection, readonly ExportedKey[]>();

/** What records are exported under, in alphabetical order. */
function exportedKeys(collection: Collection): readonly ExportedKey[] {
  const known = keptKeys.get(collection);
  if (known !== undefined) return known;
  const fields = collection.typedFields.filter(({ field }) => !pseudo.has(field.name));
  const keys = [
    ...fields.map((typed) => ({ key: typed.field.name, typed })),
    ...[...pseudo].map((key) => ({ key, typed: undefined })),
  ].sort((a, b) => (a.key < b.key ? -1 : 1));
  keptKeys.set(collection, keys);
  return keys;
}

function viewOf({ field, type }: TypedField, view: string, value: unknown): unknown {
  const read = type.views?.[view];
  return read === undefined ? value : read(field, value);
}

/** In place, for there are few and they are mostly in order: sort() would copy them there and back. */
function shortestFirst(data: Readonly<Record<string, unknown>>): string[] {
  const keys = Object.keys(data);
  for (let i = 1; i < keys.length; i++) {
    const key = keys[i] as string;
    let at = i;
    for (; at > 0 && (keys[at - 1] as string).length > key.length; at--) keys[at] = keys[at - 1] as string;
    keys[at] = key;
  }
  return keys;
}

function merge(known: Expanded, added: Expanded): Expanded {
  const knownList = known instanceof RecordModel ? [known] : known;
  const byId = new Map(knownList.map((record) => [record.id, record]));
  const addedList = added instanceof RecordModel ? [added] : added;
  for (const record of addedList) {
    const twin = byId.get(record.id);
    if (twin === undefined) byId.set(record.id, record);
    else if (record.expand !== undefined) twin.mergeExpand(record.expand);
  }
  const merged = [...byId.values()];
  return added instanceof RecordModel ? (byId.get(added.id) ?? added) : merged;
}

function sorted(data: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const key of Object.keys(data).sort()) result[key] = data[key];
  return result;
}

/** Anything else that comes under the key `expand` is what clients send back of what they were shown. */
function isExpand(value: unknown): value is Record<string, Expanded> {
  if (typeof value !== "object" || value === null) return false;
  return Object.values(value).every((item) => (Array.isArray(item) ? item : [item]).every(isModel));
}

function isModel(value: unknown): boolean {
  return value instanceof RecordModel;
}
