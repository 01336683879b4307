import { toBool } from "../../collections/model/casts.ts";
import type { Collection as CollectionModel } from "../../collections/model/collection.ts";
import { newFilesOf } from "../../collections/model/fields/file.ts";
import type { PasswordValue } from "../../collections/model/fields/password.ts";
import { type Expanded, RecordModel } from "../../records/model/record.ts";
import { decodeValue, type Tagged } from "../bridge/wire.ts";
import { Bytes, JsonRaw } from "./bytes.ts";
import { codec, toWire, unpackAs } from "./codec.ts";
import { Collection, modelOf } from "./collection.ts";
import { DateTime } from "./date-time.ts";
import { DynamicModel } from "./dynamic-model.ts";
import { goError } from "./errors.ts";
import { isFile } from "./filesystem.ts";
import { GeoPoint } from "./geo-point.ts";
import { call, currentEntry } from "./host.ts";
import { inAnswers, jsonValue } from "./json.ts";
import { toText } from "./text.ts";
import { Time } from "./time.ts";

/** A record as the host describes it; kept as text until someone looks. */
interface Snapshot {
  readonly row: { readonly [column: string]: string | number | null };
  readonly isNew: boolean;
  readonly savedId: string;
  readonly uploads?: { readonly [key: string]: unknown };
  readonly custom?: { readonly [key: string]: unknown };
  readonly expand?: { readonly [key: string]: Expandable };
  readonly showsCustomData?: boolean;
  readonly showsEmail?: boolean;
  /** What was hidden or shown by hand. */
  readonly shown?: readonly (readonly [field: string, isShown: boolean])[];
}

type Expandable = Record | readonly Record[];

/** What this sandbox did to a record since the host last saw it. */
interface Changes {
  readonly values: { [field: string]: unknown };
  hide?: string[];
  unhide?: string[];
  expand?: Readonly<{ [key: string]: Expandable }>;
  showsCustomData?: boolean;
  showsEmail?: boolean;
  isNew?: boolean;
}

/** A record in a script. Reads and sets without asking the host; what changed travels with next() and save(). */
export class Record {
  #model: RecordModel | undefined;
  #collection: Collection | undefined;
  #collectionModel: CollectionModel | undefined;
  #snapshot: string | undefined;
  #expand: { [key: string]: Expandable } | undefined;
  #changes: Changes | undefined;
  /** Where the host keeps its own, during this entry. */
  #handle = 0;
  #entry = -1;
  #number: number | undefined;

  constructor(collection?: Collection, data?: { readonly [key: string]: unknown }) {
    if (collection === undefined) return;
    this.#collection = collection;
    this.#collectionModel = modelOf(collection);
    this.#model = new RecordModel(this.#collectionModel);
    if (data !== undefined) this.load(data);
  }

  /** A record the host handed over. */
  static unpack(tagged: Tagged): Record {
    const known = tagged.h === undefined ? undefined : seen(tagged.h as number);
    if (known !== undefined && tagged.s === undefined) return known;
    const record = new Record();
    record.#entry = currentEntry();
    record.#take(tagged);
    return record;
  }

  /** Puts what the host says now in place of what was known. */
  static refresh(record: Record, tagged: Tagged): void {
    record.#entry = currentEntry();
    record.#take(tagged);
    record.#changes = undefined;
  }

  /** The same for the record the host calls by this number. */
  static refreshLent(handle: number, tagged: Tagged): void {
    const record = seen(handle);
    if (record !== undefined) Record.refresh(record, tagged);
  }

  /** Makes one record, such as a new one without a collection, stand for what another does. */
  static become(record: Record, other: Record): void {
    record.#model = other.#read();
    record.#collectionModel = other.#collectionModel;
    record.#snapshot = other.#snapshot;
    record.#expand = other.#expand;
    record.#handle = other.#handle;
    record.#entry = other.#entry;
    byHandle.set(record.#handle, record);
  }

  static handleOf(record: Record): number {
    return record.#handle;
  }

  /** Tells it from every other record of this entry. */
  static markOf(record: Record): string {
    if (record.#handle !== 0) return `lent ${record.#handle}`;
    record.#number ??= ++numbered;
    return `own ${record.#number}`;
  }

  /** What was done to the record and the host has not seen; forgotten by this. */
  static takeChanges(record: Record, encode: (value: unknown) => unknown): unknown {
    const changes = record.#changes;
    if (changes === undefined) return undefined;
    record.#changes = undefined;
    return encode(changes);
  }

  #take(tagged: Tagged): void {
    this.#handle = (tagged.h ?? 0) as number;
    if (this.#handle !== 0) byHandle.set(this.#handle, this);
    this.#snapshot = tagged.s as string;
    const collection = tagged.c as readonly [id: string, version: number];
    this.#collectionModel = modelOf(collection);
    this.#model = undefined;
    this.#collection = undefined;
    this.#expand = undefined;
  }

  // Most handlers look at a field or two of one record of many: nothing is read before that.
  #read(): RecordModel {
    if (this.#model !== undefined) return this.#model;
    if (this.#snapshot === undefined || this.#collectionModel === undefined) {
      throw new TypeError("The record has no collection.");
    }
    const snapshot = decodeSnapshot(this.#snapshot);
    const model = RecordModel.fromRow(this.#collectionModel, snapshot.row);
    if (snapshot.isNew) model.markAsNew();
    for (const [key, value] of Object.entries(snapshot.custom ?? {})) model.setRaw(key, value);
    for (const [key, value] of Object.entries(snapshot.uploads ?? {})) model.setRaw(key, value);
    model.showsCustomData = snapshot.showsCustomData === true;
    model.showsEmail = snapshot.showsEmail === true;
    for (const [field, isShown] of snapshot.shown ?? []) {
      if (isShown) model.unhide(field);
      else model.hide(field);
    }
    if (snapshot.expand !== undefined) {
      this.#expand = { ...snapshot.expand };
      model.setExpand(models(snapshot.expand));
    }
    this.#model = model;
    return model;
  }

  #change(): Changes {
    this.#changes ??= { values: {} };
    return this.#changes;
  }

  get id(): string {
    return this.#read().id;
  }

  set id(id: unknown) {
    this.set("id", id);
  }

  collection(): Collection {
    this.#collection ??= Collection.of(this.#read().collection);
    return this.#collection;
  }

  tableName(): string {
    return this.#read().collection.name;
  }

  baseFilesPath(): string {
    return `${this.#read().collection.id}/${this.id}`;
  }

  hookTags(): readonly string[] {
    const { name, id } = this.#read().collection;
    return [name, id];
  }

  isNew(): boolean {
    const model = this.#read();
    return model.isNew || model.savedId === "";
  }

  markAsNew(): void {
    const model = this.#read();
    // Of a new record the host knows nothing: a copy of a stored one brings along all it has.
    if (!model.isNew && !this.#isLive()) this.#bring(model.collection.fields.map(({ name }) => name));
    model.markAsNew();
    this.#change().isNew = true;
  }

  markAsNotNew(): void {
    this.#read().markAsNotNew();
    this.#change().isNew = false;
  }

  pk(): string {
    return this.id;
  }

  lastSavedPK(): string {
    return this.#read().savedId;
  }

  original(): Record {
    if (this.#isLive()) return call<Record>("record.original", this.#handle);
    return this.#copy(this.#read().original());
  }

  fresh(): Record {
    return this.#copy(this.#read().fresh());
  }

  clone(): Record {
    return this.#copy(this.#read().clone());
  }

  get(key: string): unknown {
    if (key === "expand") return this.expand();
    return shown(this.#read(), String(key));
  }

  getRaw(key: string): unknown {
    return this.get(key);
  }

  getString(key: string): string {
    const value = shown(this.#read(), String(key));
    if (value === null || value === undefined) return "";
    const hasText = !Array.isArray(value) || value instanceof Bytes;
    return hasText ? (isFile(value) ? "" : textOf(value)) : "";
  }

  getBool(key: string): boolean {
    return toBool(shown(this.#read(), String(key)));
  }

  getInt(key: string): number {
    return Math.trunc(this.getFloat(key));
  }

  getInt64(key: string): number {
    return this.getInt(key);
  }

  getFloat(key: string): number {
    const value = shown(this.#read(), String(key));
    if (typeof value === "object") return 0;
    const number = Number(value ?? 0);
    return Number.isNaN(number) ? 0 : number;
  }

  getDateTime(key: string): DateTime {
    const value = shown(this.#read(), String(key));
    return value instanceof DateTime ? value : DateTime.fromText(String(value ?? ""));
  }

  getGeoPoint(key: string): GeoPoint {
    return new GeoPoint(this.#read().get(key));
  }

  getStringSlice(key: string): string[] {
    const value = shown(this.#read(), String(key));
    if (value instanceof DateTime) return [];
    if (!(value instanceof JsonRaw)) return texts(value);
    const parsed = value.parsed();
    return Array.isArray(parsed) && parsed.every((item) => typeof item === "string") ? parsed : [];
  }

  getUnsavedFiles(key: string): unknown[] {
    return [...newFilesOf(this.#read().getRaw(key))];
  }

  getUploadedFiles(key: string): unknown[] {
    return this.getUnsavedFiles(key);
  }

  findFileFieldByFile(name: string): unknown {
    const model = this.#read();
    const typed = model.collection.typedFields.find(
      ({ field }) => field.type === "file" && texts(model.get(field.name)).includes(name),
    );
    return typed === undefined ? null : this.collection().fields.getByName(typed.field.name);
  }

  unmarshalJSONField(key: string, target: object): void {
    const values = parsed(this.getString(key)) as { [key: string]: unknown };
    if (target instanceof DynamicModel) DynamicModel.fill(target, values);
    else Object.assign(target, values);
  }

  set(key: string, value: unknown): void {
    const name = String(key);
    if (name === "expand") {
      this.setExpand((value ?? {}) as { [key: string]: Expandable });
      return;
    }
    const model = this.#read();
    const { values } = this.#change();
    const plain = plainValue(value, model.collection.field(name)?.field.type);
    const typed = model.setIfField(name, plain);
    if (typed === undefined) {
      model.setRaw(name, plain);
      values[name] = plain;
    } else {
      values[typed.field.name] = model.getRaw(typed.field.name);
    }
  }

  setRaw(key: string, value: unknown): void {
    const plain = plainValue(value);
    this.#read().setRaw(key, plain);
    this.#change().values[key] = plain;
  }

  setIfFieldExists(key: string, value: unknown): unknown {
    if (this.#read().clone().setIfField(key, plainValue(value)) === undefined) return null;
    this.set(key, value);
    return this.collection().fields.getByName(key.replace(/^\+|[+-]$|:\w+$/g, ""));
  }

  load(data: { readonly [key: string]: unknown }): void {
    const keys = Object.keys(data).sort((a, b) => a.length - b.length);
    for (const key of keys) this.set(key, data[key]);
  }

  replaceModifiers(data: { readonly [key: string]: unknown }): { [key: string]: unknown } {
    return this.#read().resolveModifiers(data);
  }

  fieldsData(): { [key: string]: unknown } {
    const model = this.#read();
    return Object.fromEntries(model.collection.fields.map(({ name }) => [name, shown(model, name)]));
  }

  customData(): { [key: string]: unknown } {
    return this.#read().customData();
  }

  withCustomData(state: boolean): this {
    this.#read().showsCustomData = state;
    this.#change().showsCustomData = state;
    return this;
  }

  ignoreEmailVisibility(state: boolean): this {
    this.#read().showsEmail = state;
    this.#change().showsEmail = state;
    return this;
  }

  ignoreUnchangedFields(): this {
    return this; // only changed columns are ever written
  }

  expand(): { [key: string]: Expandable } {
    this.#read();
    return this.#expand ?? {};
  }

  setExpand(expand: { [key: string]: Expandable }): void {
    this.#read().setExpand(models(expand));
    this.#expand = { ...expand };
    this.#change().expand = this.#expand;
  }

  mergeExpand(expand: { [key: string]: Expandable }): void {
    this.#read().mergeExpand(models(expand));
    this.#expand = { ...this.#expand, ...expand };
    this.#change().expand = this.#expand;
  }

  expandedOne(key: string): Record | null {
    const found = this.expand()[key];
    return (Array.isArray(found) ? found[0] : (found as Record | undefined)) ?? null;
  }

  expandedAll(key: string): readonly Record[] {
    const found = this.expand()[key];
    if (found === undefined) return [];
    return Array.isArray(found) ? found : [found as Record];
  }

  hide(...names: string[]): this {
    this.#read().hide(...names);
    const changes = this.#change();
    changes.hide = [...(changes.hide ?? []), ...names];
    return this;
  }

  unhide(...names: string[]): this {
    this.#read().unhide(...names);
    const changes = this.#change();
    changes.unhide = [...(changes.unhide ?? []), ...names];
    return this;
  }

  publicExport(): { [key: string]: unknown } {
    const model = this.#read();
    const exported = model.publicExport();
    for (const { field } of model.collection.typedFields) {
      if (field.name in exported && special.has(field.type)) exported[field.name] = shown(model, field.name);
    }
    return exported;
  }

  toJSON(): { [key: string]: unknown } {
    return this.#read().publicExport();
  }

  /** Plain and in order already. */
  [inAnswers](): unknown {
    return this.toJSON();
  }

  marshalJSON(): Bytes {
    return Bytes.ofText(JSON.stringify(this.toJSON()));
  }

  unmarshalJSON(data: unknown): void {
    this.load(JSON.parse(toText(data)) as { [key: string]: unknown });
  }

  dbExport(): { [key: string]: unknown } {
    return this.#read().toRow();
  }

  email(): string {
    return this.getString("email");
  }

  setEmail(email: string): void {
    this.set("email", email);
  }

  emailVisibility(): boolean {
    return this.getBool("emailVisibility");
  }

  setEmailVisibility(state: boolean): void {
    this.set("emailVisibility", state);
  }

  verified(): boolean {
    return this.getBool("verified");
  }

  setVerified(state: boolean): void {
    this.set("verified", state);
  }

  tokenKey(): string {
    return this.getString("tokenKey");
  }

  setTokenKey(key: string): void {
    this.set("tokenKey", key);
  }

  refreshTokenKey(): void {
    this.set("tokenKey:autogenerate", "");
  }

  /** The token key changes with the password, when the record is saved. */
  setPassword(password: string): void {
    this.set("password", password);
  }

  setRandomPassword(): string {
    const password = call<string>("security.randomString", 30);
    this.setPassword(password);
    return password;
  }

  validatePassword(password: string): boolean {
    if (this.#read().collection.type !== "auth") return false;
    const plain = plainPassword(this.#read(), "password");
    return plain === "" ? call<boolean>("record.validatePassword", this, password) : plain === password;
  }

  isSuperuser(): boolean {
    return this.#read().collection.name === "_superusers";
  }

  newStaticAuthToken(ns = 0): string {
    const { authToken } = this.collection() as { authToken?: { readonly duration?: number } };
    const seconds = ns > 0 ? Math.floor(ns / 1e9) : (authToken?.duration ?? 0);
    return this.#token("auth", { isStatic: true, seconds });
  }

  newAuthToken(): string {
    return this.#token("auth");
  }

  newVerificationToken(): string {
    return this.#token("verification");
  }

  newPasswordResetToken(): string {
    return this.#token("passwordReset");
  }

  newEmailChangeToken(email: string): string {
    return this.#token("emailChange", { claims: { newEmail: email } });
  }

  newFileToken(): string {
    return this.#token("file");
  }

  #token(kind: string, options: object = {}): string {
    if (this.#read().collection.type !== "auth") throw goError("not an auth collection record");
    return call<string>("record.token", this, kind, options);
  }

  toString(): string {
    return "[object Object]";
  }

  /** During the call it came with, the host's own and what changed; afterwards everything. */
  [toWire](encode: (inner: unknown) => unknown): Tagged {
    const changes = encode(this.#changes);
    if (this.#isLive()) return { $: "record", h: this.#handle, changes };
    const model = this.#read();
    const known = { id: model.collection.id, name: model.collection.name };
    const saved = model.isNew ? undefined : model.original().toRow();
    return { $: "record", c: known, saved, isNew: model.isNew, changes };
  }

  #isLive(): boolean {
    return this.#handle !== 0 && this.#entry === currentEntry();
  }

  #copy(model: RecordModel): Record {
    const record = new Record();
    record.#model = model;
    record.#collectionModel = model.collection;
    if (model.isNew) record.#change();
    record.#bring(model.isNew ? model.collection.fields.map(({ name }) => name) : model.changedFields());
    return record;
  }

  #bring(names: readonly string[]): void {
    for (const name of names) this.#change().values[name] = this.#read().getRaw(name);
  }

  static modelOf(record: Record): RecordModel {
    return record.#read();
  }
}

/** The records of this entry, for those the host names without describing them again. */
const byHandle = new Map<number, Record>();
let entrySeen = -1;
/** How many records without a handle were told apart. */
let numbered = 0;

function seen(handle: number): Record | undefined {
  if (entrySeen !== currentEntry()) {
    entrySeen = currentEntry();
    byHandle.clear();
  }
  return byHandle.get(handle);
}

unpackAs("record", (tagged) => Record.unpack(tagged));

// Cells are plain; only what else a record may carry has to be rebuilt.
function decodeSnapshot(text: string): Snapshot {
  const snapshot = JSON.parse(text) as { -readonly [part in keyof Snapshot]: Snapshot[part] };
  for (const part of ["custom", "expand", "uploads"] as const) {
    if (snapshot[part] !== undefined) snapshot[part] = decodeValue(snapshot[part], codec) as never;
  }
  return snapshot;
}

function models(expand: { readonly [key: string]: Expandable }): { [key: string]: Expanded } {
  return Object.fromEntries(
    Object.entries(expand).map(([key, value]) => [
      key,
      Array.isArray(value)
        ? value.map((one: Record) => Record.modelOf(one))
        : Record.modelOf(value as Record),
    ]),
  );
}

/** Keys that answers have beside those of fields; `get` knows them not. */
const pseudo = new Set(["collectionId", "collectionName"]);

/** Types whose values are objects of their own in a script. */
const special = new Set(["date", "autodate", "json", "geoPoint"]);

/** A value as scripts see it: dates and JSON as objects of their own, nothing as null. */
function shown(model: RecordModel, key: string): unknown {
  const value = pseudo.has(key) ? null : model.get(key);
  if (value === undefined || value === null) {
    return model.collection.field(key)?.field.type === "json" ? new JsonRaw("null") : null;
  }
  switch (model.collection.field(key)?.field.type) {
    case "date":
    case "autodate":
      return DateTime.fromText(String(value));
    case "json":
      return new JsonRaw(JSON.stringify(value));
    case "geoPoint":
      return new GeoPoint(value);
    case "password":
      return plainPassword(model, key);
    default:
      return Array.isArray(value) ? [...value] : value;
  }
}

/** The text of a password that was newly set; a stored one cannot be read. */
function plainPassword(model: RecordModel, key: string): string {
  const raw = model.getRaw(key) as Partial<PasswordValue> | undefined;
  return raw?.plain ?? "";
}

/** What a script set as the model takes it: by the type of the field, if there is one. */
function plainValue(value: unknown, type?: string): unknown {
  if (type === "date" && Number.isInteger(value)) return new Date((value as number) * 1000);
  if (typeof value !== "object" || value === null) return value;
  if (value instanceof JsonRaw) return value.parsed();
  if (value instanceof DateTime) return value.string();
  if (type === "json") return isFile(value) ? null : jsonValue(value);
  if (value instanceof Record) return value.id;
  if (value instanceof Date && type !== "date") return Time.of(value);
  return Array.isArray(value) ? value.map((item) => (item instanceof Record ? item.id : item)) : value;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const problem = `invalid character '${text[0]}' looking for beginning of value`;
    throw goError(text === "" ? "unexpected end of JSON input" : problem);
  }
}

function textOf(value: unknown): string {
  const isPlain = typeof value === "object" && Object.getPrototypeOf(value) === Object.prototype;
  return isPlain ? JSON.stringify(value) : String(value);
}

function texts(value: unknown): string[] {
  if (Array.isArray(value)) return value.map(String);
  return value === null || value === undefined || value === "" ? [] : [String(value)];
}
