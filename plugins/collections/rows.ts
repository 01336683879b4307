import { type Db, raw, type SqlValue, sql, stringify } from "#kernel";
import type { Collection } from "./contract.ts";
import { fromRow } from "./model/collection-data.ts";

/** All collections as stored, in the order they were made. */
export async function readRows(db: Db): Promise<readonly Collection[]> {
  const rows = await db.all<Record<string, SqlValue>>(raw("SELECT * FROM _collections ORDER BY rowid"));
  return rows.map(fromRow);
}

export async function insertRow(db: Db, c: Collection): Promise<void> {
  await db.run(sql`
    INSERT INTO _collections (id, system, type, name, fields, indexes, listRule, viewRule, createRule, updateRule,
      deleteRule, options, created, updated)
    VALUES (${c.id}, ${c.system}, ${c.type}, ${c.name}, ${stringify(c.fields)}, ${stringify(c.indexes)}, ${c.listRule},
      ${c.viewRule}, ${c.createRule}, ${c.updateRule}, ${c.deleteRule}, ${stringify(c.options)}, ${c.created}, ${c.updated})`);
}

export async function updateRow(db: Db, c: Collection): Promise<void> {
  await db.run(sql`
    UPDATE _collections SET system = ${c.system}, type = ${c.type}, name = ${c.name}, fields = ${stringify(c.fields)},
      indexes = ${stringify(c.indexes)}, listRule = ${c.listRule}, viewRule = ${c.viewRule}, createRule = ${c.createRule},
      updateRule = ${c.updateRule}, deleteRule = ${c.deleteRule}, options = ${stringify(c.options)},
      created = ${c.created}, updated = ${c.updated}
    WHERE id = ${c.id}`);
}

export async function deleteRow(db: Db, collection: Collection): Promise<void> {
  await db.run(sql`DELETE FROM _collections WHERE id = ${collection.id}`);
}
