import type { Field } from "../collections/contract.ts";
import type { Collection } from "../collections/model/collection.ts";
import type { RecordModel } from "../records/contract.ts";

/** The folder of a record's files. */
export function folderOf(collectionId: string, recordId: string): string {
  return `${collectionId}/${recordId}`;
}

/** The folder of the thumbs of one file. */
export function thumbsFolder(folder: string, name: string): string {
  return `${folder}/thumbs_${name}`;
}

const known = new WeakMap<Collection, readonly Field[]>();

export function fileFieldsOf(collection: Collection): readonly Field[] {
  const kept = known.get(collection);
  if (kept !== undefined) return kept;
  const fields = collection.fields.filter(({ type }) => type === "file");
  known.set(collection, fields);
  return fields;
}

/** The names in a file field, those of files that wait to be stored included. */
export function namesIn(record: RecordModel, field: Field): readonly string[] {
  const type = record.collection.field(field.name)?.type;
  const names = type?.toJson(field, record.getRaw(field.name));
  if (Array.isArray(names)) return names as readonly string[];
  return typeof names === "string" && names !== "" ? [names] : [];
}

/** Every file a record points to. */
export function allNames(record: RecordModel): ReadonlySet<string> {
  return new Set(fileFieldsOf(record.collection).flatMap((field) => namesIn(record, field)));
}
