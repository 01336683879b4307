import { type Db, name, raw, sql, stringify } from "#kernel";
import { makeField } from "./model/default-fields.ts";
import { readFields } from "./model/field-list.ts";

const sentTo = makeField("text", "sentTo", { system: true, hidden: true });

/** Gives `_otps` of the first releases of 0.23 the column that says where a one-time password was sent. */
export async function addSentTo(db: Db): Promise<void> {
  const otps = await db.get<{ id: string; fields: string }>(
    sql`SELECT id, fields FROM _collections WHERE name = '_otps'`,
  );
  if (otps === undefined) return;
  const fields = readFields(JSON.parse(otps.fields));
  if (fields.some((field) => field.name === sentTo.name)) return;
  await db.run(sql`ALTER TABLE _otps ADD COLUMN ${name(sentTo.name)} ${raw("TEXT DEFAULT '' NOT NULL")}`);
  await db.run(sql`UPDATE _collections SET fields = ${stringify([...fields, sentTo])} WHERE id = ${otps.id}`);
  db.schemaChanged();
}
