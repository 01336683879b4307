import { hashed, type PasswordValue } from "../../collections/model/fields/password.ts";
import type { FieldSaver } from "../../records/contract.ts";
import { costOf, hashPassword } from "../passwords.ts";

/** Puts hashes in place of passwords just before a row is written. */
export const passwordSaver: FieldSaver = {
  type: "password",
  async prepare(_db, record, field) {
    const { plain } = record.getRaw(field.name) as PasswordValue;
    if (plain !== "") record.setRaw(field.name, hashed(await hashPassword(plain, costOf(field))));
  },
};
