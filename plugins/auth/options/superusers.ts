import type { Collection } from "../../collections/contract.ts";
import { toCollection } from "../../collections/model/collection-data.ts";
import { superusers } from "../account.ts";
import type { AuthOptions } from "./shape.ts";

/**
 * The collection of superusers as it is stored, whatever was asked for: they always sign in by password, never through
 * others, and a one-time password is only their second factor.
 */
export function asSuperusers(collection: Collection): Collection {
  if (!collection.isAuth) return collection; // the checks refuse that
  const { oauth2, passwordAuth, mfa, otp } = collection.options as unknown as AuthOptions;
  const options = {
    ...collection.options,
    oauth2: { ...oauth2, enabled: false, providers: [] },
    passwordAuth: { ...passwordAuth, enabled: true },
    mfa: otp.enabled ? { ...mfa, enabled: true } : mfa,
  };
  return toCollection({ ...collection, name: superusers, options }, collection.isNew ? "new" : "saved");
}
