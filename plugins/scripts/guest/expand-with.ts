import type { Collection } from "./collection.ts";
import { ErrorValue } from "./errors.ts";
import type { Field } from "./fields.ts";
import type { Record } from "./record.ts";

/** Finds the records of a collection with these ids, in place of the server. */
export type Fetch = (collection: Collection, ids: readonly string[]) => readonly Record[];

/** What is needed of $app. */
interface Expander {
  expandRecords(records: readonly Record[], expands: readonly string[]): unknown;
}

type Failures = { [path: string]: unknown };

/** Expands with a function of the script's own; gives what went wrong, by path. */
export function expandWith(
  app: Expander,
  records: readonly Record[],
  expands: readonly string[],
  fetch: Fetch,
): Failures {
  const failed: Failures = {};
  for (const path of expands.flatMap((list) => String(list).split(","))) {
    try {
      expandPath(app, records, path.trim(), fetch);
    } catch (error) {
      failed[path.trim()] = error;
    }
  }
  return failed;
}

function expandPath(app: Expander, records: readonly Record[], path: string, fetch: Fetch): void {
  const [name = "", ...rest] = path.split(".");
  const first = records[0];
  if (name === "" || first === undefined) return;
  const collection = first.collection();
  const field = collection.fields.getByName(name);
  if (field?.type() !== "relation") {
    if (!name.includes("_via_")) throw new ErrorValue(noRelation(name, collection.name));
    app.expandRecords(records, [path]);
    return;
  }
  const related = relatedTo(app, records, field, fetch);
  for (const record of records) mergeInto(record, field, related);
  if (rest.length > 0) expandPath(app, [...related.values()], rest.join("."), fetch);
}

function noRelation(name: string, collection: string): string {
  return `couldn't find relation field "${name}" in collection "${collection}"`;
}

function relatedTo(
  app: Expander,
  records: readonly Record[],
  field: Field,
  fetch: Fetch,
): Map<string, Record> {
  const name = String(field.name);
  const ids = [...new Set(records.flatMap((record) => record.getStringSlice(name)))];
  if (ids.length === 0) return new Map();
  const collection = (app as unknown as Finder).findCollectionByNameOrId(field.collectionId);
  return new Map(fetch(collection, ids).map((record) => [record.id, record]));
}

interface Finder {
  findCollectionByNameOrId(nameOrId: unknown): Collection;
}

function mergeInto(record: Record, field: Field, related: ReadonlyMap<string, Record>): void {
  const name = String(field.name);
  const found = record.getStringSlice(name).flatMap((id) => related.get(id) ?? []);
  const [first] = found;
  if (first === undefined) return;
  record.mergeExpand({ [name]: field.isMultiple() ? found : first });
}
