import type { Collection } from "../../collections/contract.ts";
import type { TokenKind } from "../contract.ts";
import type { AuthOptions, TokenOptions } from "./shape.ts";

/** Auth options with the token options by kind. */
export interface ReadOptions extends AuthOptions {
  readonly tokens: Readonly<Record<TokenKind, TokenOptions>>;
}

const read = new WeakMap<Collection, ReadOptions>();

/** The auth options of an auth collection. */
export function authOptions(collection: Collection): ReadOptions {
  const known = read.get(collection);
  if (known !== undefined) return known;
  // Completed and checked when the collection was saved.
  const options = collection.options as unknown as AuthOptions;
  const complete: ReadOptions = {
    ...options,
    tokens: {
      auth: options.authToken,
      file: options.fileToken,
      verification: options.verificationToken,
      passwordReset: options.passwordResetToken,
      emailChange: options.emailChangeToken,
    },
  };
  read.set(collection, complete);
  return complete;
}
