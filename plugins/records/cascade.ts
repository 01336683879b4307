import { type Db, dialect, join, name, raw, type Sql, sql } from "#kernel";
import type { Collection, Collections, Field } from "../collections/contract.ts";
import { isMultiple } from "../collections/model/choices.ts";
import { RequiredReference } from "./errors.ts";
import type { Finder } from "./find.ts";
import type { RecordModel } from "./model/record.ts";
import type { Saver } from "./save.ts";

const recordsAtOnce = 4000;

/** What happens to the records that named one that is gone: the name is taken out, or they go, too. */
export async function cascade(
  db: Db,
  gone: RecordModel,
  { collections, finder, saver }: { collections: Collections; finder: Finder; saver: Saver },
): Promise<void> {
  for (const [collection, fields] of referencesByCollection(db, gone.collection, collections)) {
    if (collection.isView) continue;
    for (;;) {
      const naming = await finder.findWhere(
        db,
        collection,
        names(fields, gone.id),
        raw(`LIMIT ${recordsAtOnce}`),
      );
      for (const record of naming) await letGo(db, record, fields, gone, saver);
      if (naming.length < recordsAtOnce) break;
    }
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

function names(fields: readonly Field[], id: string): Sql {
  return join(
    fields.map((field) => {
      const column = name(field.name);
      if (!isMultiple(field)) return sql`${column} = ${id}`;
      return sql`EXISTS (SELECT 1 FROM ${raw(dialect.jsonEach(column.text))} WHERE \`value\` = ${id})`;
    }),
    " OR ",
  );
}

async function letGo(
  db: Db,
  record: RecordModel,
  fields: readonly Field[],
  gone: RecordModel,
  saver: Saver,
): Promise<void> {
  if (record.id === gone.id && record.collection.id === gone.collection.id) return; // itself
  let isChanged = false;
  for (const field of fields) {
    const value = record.getRaw(field.name) as string | readonly string[];
    const ids = typeof value === "string" ? [value] : value;
    if (!ids.includes(gone.id)) continue;
    const left = ids.filter((id) => id !== gone.id);
    if (left.length === 0 && field.cascadeDelete === true) return await saver.delete(db, record);
    if (left.length === 0 && field.required === true) throw new RequiredReference();
    record.set(field.name, left);
    isChanged = true;
  }
  if (isChanged) await saver.save(db, record, { validate: "skip" });
}
