import { type Db, dialect, name, raw, type Sql, SqlFailure, sql } from "#kernel";
import type { Collection } from "./contract.ts";
import type { TypedField } from "./model/collection.ts";
import { createIndexes, dropIndexes } from "./table.ts";

/** Brings the table of a collection from what it was to what it is to be; every row and value stays that has a place. */
export async function changeTable(db: Db, before: Collection, after: Collection): Promise<void> {
  const fieldsChanged = JSON.stringify(before.fields) !== JSON.stringify(after.fields);
  const nameChanged = before.name !== after.name;
  const indexesChanged = JSON.stringify(before.indexes) !== JSON.stringify(after.indexes);
  if (!fieldsChanged && !nameChanged && !indexesChanged) return;
  await dropIndexes(db, before);
  if (before.name.toLowerCase() !== after.name.toLowerCase()) {
    await attempt(
      db,
      sql`ALTER TABLE ${name(before.name)} RENAME TO ${name(after.name)}`,
      "rename table",
      before.name,
    );
  }
  if (fieldsChanged) await changeColumns(db, before, after);
  await createIndexes(db, after);
}

async function changeColumns(db: Db, before: Collection, after: Collection): Promise<void> {
  const table = name(after.name);
  const kept = new Set(after.fields.map(({ id }) => id));
  for (const { id, name: column } of before.fields) {
    if (!kept.has(id))
      await attempt(db, sql`ALTER TABLE ${table} DROP COLUMN ${name(column)}`, "drop column", column);
  }
  await renameAndAdd(db, before, after);
  for (const typed of after.typedFields) {
    const old = before.typedFields.find(({ field }) => field.id === typed.field.id);
    if (old !== undefined && old.type.isMultiple(old.field) !== typed.type.isMultiple(typed.field)) {
      await convertColumn(db, after, typed);
    }
  }
  db.schemaChanged();
}

/** By way of names nobody has, so that fields may swap theirs. */
async function renameAndAdd(db: Db, before: Collection, after: Collection): Promise<void> {
  const table = name(after.name);
  const oldNames = new Map(before.fields.map((field) => [field.id, field.name]));
  const waiting: (readonly [temporary: string, final: string])[] = [];
  for (const { field, type } of after.typedFields) {
    const oldName = oldNames.get(field.id);
    if (oldName === field.name) continue;
    const temporary = `${field.name}_${Math.random().toString(36).slice(2, 10)}`;
    const step =
      oldName === undefined
        ? sql`ALTER TABLE ${table} ADD COLUMN ${name(temporary)} ${raw(type.columnType(field))}`
        : sql`ALTER TABLE ${table} RENAME COLUMN ${name(oldName)} TO ${name(temporary)}`;
    await attempt(db, step, oldName === undefined ? "add column" : "rename column", oldName ?? field.name);
    waiting.push([temporary, field.name]);
  }
  for (const [temporary, final] of waiting) {
    await db.run(sql`ALTER TABLE ${table} RENAME COLUMN ${name(temporary)} TO ${name(final)}`);
  }
}

/** Single values become lists of one, lists their last value. Views stand aside meanwhile, for they hold columns fast. */
async function convertColumn(db: Db, collection: Collection, { field, type }: TypedField): Promise<void> {
  const views = await db.all<{ name: string; text: string }>(sql`SELECT * FROM ${raw(dialect.views)}`);
  for (const view of views) await db.run(sql`DROP VIEW ${name(view.name)}`);
  const table = name(collection.name);
  const column = name(field.name);
  const converted = name(`_${field.name}_converted`);
  await db.run(sql`ALTER TABLE ${table} ADD COLUMN ${converted} ${raw(type.columnType(field))}`);
  const value = type.isMultiple(field) ? dialect.jsonListOf(column.text) : dialect.jsonLast(column.text);
  await db.run(sql`UPDATE ${table} SET ${converted} = ${raw(value)}`);
  await db.run(sql`ALTER TABLE ${table} DROP COLUMN ${column}`);
  await db.run(sql`ALTER TABLE ${table} RENAME COLUMN ${converted} TO ${column}`);
  for (const view of views) await db.run(raw(view.text));
}

async function attempt(db: Db, step: Sql, doing: string, what: string): Promise<void> {
  try {
    await db.run(step);
  } catch (cause) {
    if (!(cause instanceof SqlFailure)) throw cause;
    throw new Error(`failed to ${doing} ${what} - ${cause.message}`, { cause });
  }
}
