import { type Db, dialect, name, raw, sql } from "#kernel";
import type { Collection } from "../collections/contract.ts";
import { isEmail } from "../collections/model/addresses.ts";
import type { RecordModel, Records } from "../records/contract.ts";
import { authOptions } from "./options/read.ts";
import { uniqueIndexOf } from "./options/unique-index.ts";

/** The record with this value in an identity field, in any case where the field's index does not tell cases apart. */
export async function findByIdentityField(
  records: Records,
  db: Db,
  collection: Collection,
  field: string,
  value: string,
): Promise<RecordModel | undefined> {
  const index = uniqueIndexOf(collection, field);
  if (index === undefined || value === "") return undefined;
  const collation = index.ignoresCase ? raw(` ${dialect.ignoringCase}`) : raw("");
  const found = await records.findWhere(
    db,
    collection,
    sql`${name(field)} = ${value}${collation}`,
    raw("LIMIT 1"),
  );
  return found[0];
}

export function findByEmail(
  records: Records,
  db: Db,
  collection: Collection,
  email: string,
): Promise<RecordModel | undefined> {
  return findByIdentityField(records, db, collection, "email", email);
}

/** The record somebody means; without a field it is the email's if it can be one, else the first field's that knows it. */
export async function findByIdentity(
  records: Records,
  db: Db,
  collection: Collection,
  identity: string,
  field: string,
): Promise<RecordModel | undefined> {
  const fields = field === "" ? identityOrder(collection, identity) : [field];
  for (const one of fields) {
    const record = await findByIdentityField(records, db, collection, one, identity);
    if (record !== undefined) return record;
  }
  return undefined;
}

function identityOrder(collection: Collection, identity: string): readonly string[] {
  const { identityFields } = authOptions(collection).passwordAuth;
  const others = identityFields.filter((field) => field !== "email");
  return identityFields.includes("email") && isEmail(identity) ? ["email", ...others] : others;
}
