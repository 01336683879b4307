import {
  type Db,
  join,
  name,
  raw,
  type Sql,
  SqlFailure,
  sql,
  ValidationError,
  ValidationErrors,
} from "#kernel";
import type { Collection } from "./contract.ts";
import type { TypedField } from "./model/collection.ts";
import { parseIndex, writeIndex } from "./model/index-text.ts";

/** Makes the table of a new collection, with its indexes. */
export async function createTable(db: Db, collection: Collection): Promise<void> {
  const columns = [...collection.typedFields]
    .sort((a, b) => (a.field.name < b.field.name ? -1 : 1))
    .map(columnOf);
  await db.run(sql`CREATE TABLE ${name(collection.name)} (${join(columns, ", ")})`);
  db.schemaChanged();
  await createIndexes(db, collection);
}

function columnOf({ field, type }: TypedField): Sql {
  return sql`${name(field.name)} ${raw(type.columnType(field))}`;
}

/** Throws ValidationErrors that say which of the indexes cannot be made, and why. */
export async function createIndexes(db: Db, collection: Collection): Promise<void> {
  for (const [i, text] of collection.indexes.entries()) {
    const parts = parseIndex(text);
    if (parts === undefined) throw indexError(i, "Invalid CREATE INDEX expression");
    try {
      await db.run(raw(writeIndex({ ...parts, table: collection.name })));
    } catch (error) {
      if (!(error instanceof SqlFailure)) throw error;
      throw indexError(i, `Failed to create index ${parts.name} - ${error.message}.`);
    }
  }
  db.schemaChanged();
}

export async function dropIndexes(db: Db, collection: Collection): Promise<void> {
  for (const text of collection.indexes) {
    const parts = parseIndex(text);
    if (parts !== undefined) await db.run(sql`DROP INDEX IF EXISTS ${name(parts.name)}`);
  }
}

export async function dropTable(db: Db, collection: Collection): Promise<void> {
  await db.run(sql`DROP TABLE IF EXISTS ${name(collection.name)}`);
  db.schemaChanged();
}

function indexError(place: number, message: string): ValidationErrors {
  const issue = new ValidationError("validation_invalid_index_expression", message);
  return new ValidationErrors({ indexes: new ValidationErrors({ [place]: issue }) });
}
