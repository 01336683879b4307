import { type Db, dialect, raw, sql } from "#kernel";
import type { Collection } from "./contract.ts";
import { toCollection } from "./model/collection-data.ts";
import { parseIndex, writeIndex } from "./model/index-text.ts";
import { readRows, updateRow } from "./rows.ts";

/** Adds to the users' collections the indexes their tables have and they do not list. */
export async function listAllIndexes(db: Db): Promise<void> {
  for (const collection of await readRows(db)) {
    if (collection.system || collection.isView) continue;
    const missing = await unlistedIndexes(db, collection);
    if (missing.length === 0) continue;
    const indexes = [...collection.indexes, ...missing];
    await updateRow(db, toCollection({ ...collection, indexes }, "saved"));
  }
}

async function unlistedIndexes(db: Db, collection: Collection): Promise<readonly string[]> {
  const texts = await db.column<string>(sql`
    SELECT text FROM ${raw(dialect.indexes)} WHERE lower(tableName) = lower(${collection.name})`);
  const listed = new Set(collection.indexes.map((text) => parseIndex(text)?.name.toLowerCase()));
  return texts.flatMap((text) => {
    const parts = parseIndex(text);
    if (parts === undefined || listed.has(parts.name.toLowerCase())) return [];
    return [writeIndex({ ...parts, table: collection.name })];
  });
}
