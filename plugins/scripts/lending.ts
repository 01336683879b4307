import { type Db, ValidationError } from "#kernel";
import { Collection } from "../collections/model/collection.ts";
import { NewFile, newFilesOf } from "../collections/model/fields/file.ts";
import type { RealtimeClient } from "../realtime/contract.ts";
import { RecordModel } from "../records/model/record.ts";
import type { Tagged } from "./bridge/wire.ts";
import type { Services } from "./services.ts";
import { GivenRecord, LateInfo, OtherModel } from "./stand-ins.ts";

/** Who keeps what was lent to a sandbox, for as long as one call takes. */
export interface Lender {
  readonly services: Services;
  db(id: number): Db;
  lend(thing: unknown): number;
  lentAt(place: number): unknown;
  /** Keeps the text a record was shown as. */
  show(record: object, text: string): string;
  shownAs(record: object): string | undefined;
  packError(error: unknown): unknown;
  errorAt(ref: unknown): unknown;
}

/** The collections scripts were told of, by version, so that a sandbox can ask for what it does not know yet. */
const told = new Map<number, Collection>();
const latest = new Map<string, number>();

export function collectionByVersion(version: number): Collection | undefined {
  return told.get(version);
}

/** How an object of ours travels into a sandbox. */
export function packObject(session: Lender, value: object, encode: (inner: unknown) => unknown): Tagged {
  if (value instanceof RecordModel) return packRecord(session, value, encode);
  if (value instanceof Collection) return { $: "collection", c: nameCollection(value) };
  if (value instanceof NewFile) return packFile(session, value);
  if (isClient(value)) return packClient(session, value);
  if (value instanceof GivenRecord) return packGiven(value, encode);
  if (value instanceof OtherModel) return packModel(session, value);
  if (value instanceof LateInfo) return { $: "requestInfo", h: value.handle };
  if (value instanceof Error) return { $: "error", ...(session.packError(value) as object) };
  return { $: "lent", h: session.lend(value) };
}

export function packRecord(
  session: Lender,
  record: RecordModel,
  encode: (inner: unknown) => unknown,
  when: "once" | "again" = "once",
): Tagged {
  const tag = { $: "record", h: session.lend(record), c: nameCollection(record.collection) };
  if (when === "once" && session.shownAs(record) !== undefined) return tag;
  return { ...tag, s: session.show(record, snapshot(record, encode)) };
}

function packGiven({ record }: GivenRecord, encode: (inner: unknown) => unknown): Tagged {
  return { $: "record", c: nameCollection(record.collection), s: snapshot(record, encode) };
}

/** The record as text a sandbox reads when someone looks. */
export function snapshot(record: RecordModel, encode: (inner: unknown) => unknown): string {
  const state: Record<string, unknown> = {
    row: record.toRow(),
    isNew: record.isNew,
    savedId: record.savedId,
  };
  const custom = record.customData();
  if (Object.keys(custom).length > 0) state.custom = encode(custom);
  if (record.expand !== undefined) state.expand = encode(record.expand);
  if (record.showsCustomData) state.showsCustomData = true;
  if (record.showsEmail) state.showsEmail = true;
  if (record.shown !== undefined) state.shown = [...record.shown];
  const uploads = waitingFiles(record);
  if (uploads !== undefined) state.uploads = encode(uploads);
  return JSON.stringify(state);
}

function waitingFiles(record: RecordModel): Record<string, unknown> | undefined {
  let uploads: Record<string, unknown> | undefined;
  for (const { field } of record.collection.typedFields) {
    if (field.type !== "file") continue;
    const value = record.getRaw(field.name);
    if (newFilesOf(value).length > 0) uploads = { ...uploads, [field.name]: value };
  }
  return uploads;
}

function nameCollection(collection: Collection): readonly [id: string, version: number] {
  const { id, version } = collection;
  const before = latest.get(id);
  if (before !== version) {
    if (before !== undefined) told.delete(before);
    latest.set(id, version);
    told.set(version, collection);
  }
  return [id, version];
}

function isClient(value: object): value is RealtimeClient {
  return "isDiscarded" in value && "subscriptions" in value;
}

function packClient(session: Lender, client: RealtimeClient): Tagged {
  return {
    $: "client",
    h: session.lend(client),
    id: client.id,
    subscriptions: [...client.subscriptions().keys()],
  };
}

function packModel(session: Lender, { model }: OtherModel): Tagged {
  const values = "values" in model ? model.values : {};
  const { id, tableName, isNew } = model;
  return { $: "model", h: session.lend(model), id, tableName, isNew, values };
}

function packFile(session: Lender, file: NewFile): Tagged {
  const { name, originalName, size, mimeType } = file;
  return { $: "file", ref: session.lend(file), name, originalName, size, mimeType };
}

/** What an object of a sandbox stands for here. */
export function unpackObject(session: Lender, tagged: Tagged): unknown {
  switch (tagged.$) {
    case "record":
      return unpackRecord(session, tagged);
    case "collection":
      return unpackCollection(session, tagged);
    case "app":
      return tagged.db;
    case "file":
      return session.lentAt(tagged.ref as number);
    case "model":
      return tagged.values;
    case "client":
    case "lent":
    case "request":
      return session.lentAt(tagged.h as number);
    case "sql":
      return { text: tagged.text, params: Object.fromEntries(tagged.params as [string, unknown][]) };
    case "datetime":
      return tagged.text;
    case "plain":
      return tagged.value;
    case "validation":
      return new ValidationError(
        String(tagged.code),
        String(tagged.message),
        (tagged.params as Record<string, unknown> | undefined) ?? undefined,
      );
    case "error":
      return session.errorAt(tagged.ref) ?? new Error(String(tagged.message));
    default:
      return tagged;
  }
}

interface Changes {
  readonly values: Readonly<Record<string, unknown>>;
  readonly hide?: readonly string[];
  readonly unhide?: readonly string[];
  readonly expand?: Readonly<Record<string, RecordModel | readonly RecordModel[]>>;
  readonly showsCustomData?: boolean;
  readonly showsEmail?: boolean;
  readonly isNew?: boolean;
}

function unpackRecord(session: Lender, tagged: Tagged): RecordModel | undefined {
  const handle = tagged.h as number | undefined;
  const record = handle === undefined ? rebuild(session, tagged) : (session.lentAt(handle) as RecordModel);
  if (tagged.changes !== undefined) applyChanges(record, tagged.changes);
  return record;
}

// A record made by a script, or one kept beyond the call it came with.
function rebuild(session: Lender, tagged: Tagged): RecordModel {
  const { id, name } = tagged.c as { readonly id: string; readonly name: string };
  const db = session.db(0);
  const { collections } = session.services;
  const collection = collections.find(db, id) ?? collections.find(db, name);
  if (collection === undefined) throw new Error(`The collection "${name}" of the record does not exist.`);
  const saved = tagged.saved as Record<string, unknown> | undefined;
  return saved === undefined ? new RecordModel(collection) : RecordModel.fromRow(collection, saved);
}

/** What a script did to a record, done to ours. */
export function applyChanges(record: RecordModel, given: unknown): void {
  const changes = given as Changes;
  for (const [key, value] of Object.entries(changes.values)) record.setRaw(key, value);
  if (changes.hide !== undefined) record.hide(...changes.hide);
  if (changes.unhide !== undefined) record.unhide(...changes.unhide);
  if (changes.expand !== undefined) record.setExpand(changes.expand);
  if (changes.showsCustomData !== undefined) record.showsCustomData = changes.showsCustomData;
  if (changes.showsEmail !== undefined) record.showsEmail = changes.showsEmail;
  if (changes.isNew === true) record.markAsNew();
  if (changes.isNew === false) record.markAsNotNew();
}

function unpackCollection(session: Lender, tagged: Tagged): Collection {
  const { collections } = session.services;
  const id = String(tagged.id);
  const text = tagged.data as string | undefined;
  const known =
    tagged.isNew === true
      ? undefined
      : (collections.find(session.db(0), id) ?? told.get(latest.get(id) ?? 0));
  if (text === undefined && known !== undefined) return known;
  const data = JSON.parse(text ?? "{}") as Record<string, unknown>;
  return known === undefined ? collections.create(data) : collections.change(known, data);
}
