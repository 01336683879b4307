import { type Db, dialect, join, name, raw, type Sql, sql } from "#kernel";
import type { Collection, Collections, Field } from "../collections/contract.ts";
import { isMultiple } from "../collections/model/choices.ts";
import { RequiredReference } from "./errors.ts";
import type { Finder } from "./find.ts";
import type { RecordModel } from "./model/record.ts";
import type { Saver } from "./save.ts";

const recordsAtOnce = 4000;

interface Tools {
  readonly collections: Collections;
  readonly finder: Finder;
  readonly saver: Saver;
}

/** What happens to the records that named one that is gone: the name is taken out, or they go, too. */
export async function cascade(db: Db, gone: RecordModel, tools: Tools): Promise<void> {
  for (const [collection, fields] of referencesByCollection(db, gone.collection, tools.collections)) {
    if (collection.isView) continue;
    if (fields.length > 1 && !(await isNamed(db, collection, fields, gone, tools))) continue;
    // One field after the other: who names the record in two of them is saved twice, and hooks hear it twice.
    for (const field of fields) await letGoOf(db, collection, field, gone, tools);
  }
}

/** Whether any of the fields names the record: one look instead of one for each field where nobody does. */
async function isNamed(
  db: Db,
  collection: Collection,
  fields: readonly Field[],
  gone: RecordModel,
  { finder }: Tools,
): Promise<boolean> {
  const where = join(
    fields.map((field) => names(field, gone.id)),
    " OR ",
  );
  const found = await finder.findWhere(db, collection, where, raw("LIMIT 1"));
  return found.length > 0;
}

async function letGoOf(
  db: Db,
  collection: Collection,
  field: Field,
  gone: RecordModel,
  { finder, saver }: Tools,
): Promise<void> {
  for (;;) {
    const limit = raw(`LIMIT ${recordsAtOnce}`);
    const naming = await finder.findWhere(db, collection, names(field, gone.id), limit);
    for (const record of naming) await letGo(db, record, field, gone, saver);
    if (naming.length < recordsAtOnce) return;
  }
}

function referencesByCollection(
  db: Db,
  collection: Collection,
  collections: Collections,
): readonly (readonly [Collection, readonly Field[]])[] {
  const byCollection = new Map<Collection, Field[]>();
  for (const reference of collections.references(db, collection)) {
    const fields = byCollection.get(reference.collection) ?? [];
    byCollection.set(reference.collection, [...fields, reference.field]);
  }
  return [...byCollection].sort(([a], [b]) => (a.name < b.name ? -1 : 1));
}

function names(field: Field, id: string): Sql {
  const column = name(field.name);
  if (!isMultiple(field)) return sql`${column} = ${id}`;
  return sql`EXISTS (SELECT 1 FROM ${raw(dialect.jsonEach(column.text))} WHERE \`value\` = ${id})`;
}

async function letGo(
  db: Db,
  record: RecordModel,
  field: Field,
  gone: RecordModel,
  saver: Saver,
): Promise<void> {
  if (record.id === gone.id && record.collection.id === gone.collection.id) return; // itself
  const value = record.getRaw(field.name) as string | readonly string[];
  const ids = typeof value === "string" ? [value] : value;
  const left = ids.filter((id) => id !== gone.id);
  if (left.length === 0 && field.cascadeDelete === true) return await saver.delete(db, record);
  if (left.length === 0 && field.required === true) throw new RequiredReference();
  record.set(field.name, left);
  await saver.save(db, record, { validate: "skip" });
}
