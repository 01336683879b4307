import type { PluginScope } from "#kernel";
import type { Collection, Field } from "../../collections/contract.ts";
import { hashed, type PasswordValue } from "../../collections/model/fields/password.ts";
import { type RecordModel, recordHooks } from "../../records/contract.ts";
import { costOf, hashPassword } from "../passwords.ts";

/** Puts hashes in place of passwords just before a row is written. */
export function hashPasswordsOnSave(scope: PluginScope): void {
  // Later than everything that may still set one.
  const options = { priority: 9999 };
  for (const hook of [recordHooks.createExecute, recordHooks.updateExecute]) {
    scope.on(
      hook,
      async (e) => {
        const fields = passwordFieldsOf(e.record.collection);
        if (fields.length > 0) await hashNewPasswords(e.record, fields);
        await e.next();
      },
      options,
    );
  }
}

async function hashNewPasswords(record: RecordModel, fields: readonly Field[]): Promise<void> {
  for (const field of fields) {
    const { plain } = record.getRaw(field.name) as PasswordValue;
    if (plain !== "") record.setRaw(field.name, hashed(await hashPassword(plain, costOf(field))));
  }
}

const known = new WeakMap<Collection, readonly Field[]>();

function passwordFieldsOf(collection: Collection): readonly Field[] {
  let fields = known.get(collection);
  if (fields === undefined) {
    fields = collection.fields.filter(({ type }) => type === "password");
    known.set(collection, fields);
  }
  return fields;
}
