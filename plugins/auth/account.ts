import type { PasswordValue } from "../collections/model/fields/password.ts";
import type { RecordModel } from "../records/contract.ts";
import { randomLetters, secretText } from "./random.ts";

/** What makes a record one that can sign in. */
export interface Account {
  readonly email: string;
  readonly verified: boolean;
  readonly tokenKey: string;
  readonly password: PasswordValue;
}

export function accountOf(record: RecordModel): Account {
  return {
    email: record.getString("email"),
    verified: record.getBool("verified"),
    tokenKey: record.getString("tokenKey"),
    password: record.getRaw("password") as PasswordValue,
  };
}

/** Gives the record a password nobody knows, so that only other ways in are left. */
export function setRandomPassword(record: RecordModel): void {
  record.set("password", randomLetters(30));
}

/** Makes every token of the record void. */
export function refreshTokenKey(record: RecordModel): void {
  record.set("tokenKey", secretText());
}

export function isSuperuser(record: RecordModel | undefined): boolean {
  return record?.collection.name === superusers;
}

/** The collection of those above the rules. */
export const superusers = "_superusers";
