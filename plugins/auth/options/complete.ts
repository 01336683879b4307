import type { Collection } from "../../collections/contract.ts";
import { InvalidData } from "../../collections/model/invalid-data.ts";
import { secretText } from "../random.ts";
import { defaultOptions, emptyProvider, noOptions } from "./defaults.ts";
import type { AuthOptions, OAuth2Options, ProviderOptions } from "./shape.ts";

type Values = Readonly<Record<string, unknown>>;

/**
 * The auth options of a collection: what it had, or the defaults, with what is given merged in.
 * Secrets that are left out stay; a new authRule brings a new authToken secret, so that everybody has to sign in again.
 */
export function completeOptions(collection: Collection, given: Values): Record<string, unknown> {
  const before = merge(collection.isNew ? defaultOptions() : noOptions, collection.options as Values);
  const after = merge(before, given);
  const options: AuthOptions = {
    ...after,
    oauth2: { ...after.oauth2, ...mergeProviders(before.oauth2, oauth2Of(given)) },
  };
  return { ...withFreshSecret(withoutMissingFields(options, collection), before) };
}

/** A mapping to a field that is not there is cleared. */
function withoutMissingFields(options: AuthOptions, collection: Collection): AuthOptions {
  const { id, name, username, avatarURL } = options.oauth2.mappedFields;
  const kept = (field: string): string => (collection.field(field) === undefined ? "" : field);
  const mappedFields = {
    id: kept(id),
    name: kept(name),
    username: kept(username),
    avatarURL: kept(avatarURL),
  };
  return { ...options, oauth2: { ...options.oauth2, mappedFields } };
}

/** Tokens from before the rule changed may belong to records that no longer meet it. */
function withFreshSecret(options: AuthOptions, before: AuthOptions): AuthOptions {
  const ruleChanged = options.authRule !== before.authRule;
  if (!ruleChanged || before.authToken.secret === "" || options.authToken.secret !== before.authToken.secret)
    return options;
  return { ...options, authToken: { ...options.authToken, secret: secretText() } };
}

function oauth2Of(given: Values): Values {
  return isObject(given.oauth2) ? given.oauth2 : {};
}

/**
 * A list of providers replaces the one before; what an entry leaves out stays as it was with the provider of that name,
 * or else, as in the reference, with the one that stood in its place.
 */
function mergeProviders(before: OAuth2Options, given: Values): Pick<OAuth2Options, "providers"> {
  if (!("providers" in given)) return { providers: before.providers.map((one) => asProvider({ ...one })) };
  if (given.providers === null) return { providers: [] };
  if (!Array.isArray(given.providers)) throw malformed();
  const providers = given.providers.map((entry: unknown, index) => {
    if (!isObject(entry)) throw malformed();
    const known = before.providers.find(({ name }) => name === entry.name) ?? before.providers[index];
    return asProvider({ ...known, ...entry });
  });
  return { providers };
}

function asProvider(entry: Values): ProviderOptions {
  const extra = isObject(entry.extra) ? entry.extra : null;
  const texts = merge(
    { ...emptyProvider, pkce: undefined, extra: undefined },
    { ...entry, pkce: undefined, extra: undefined },
  );
  return { ...texts, pkce: typeof entry.pkce === "boolean" ? entry.pkce : null, extra };
}

/** `given` over `base`, key by key and as deep as `base` goes; keys `base` does not know are left out. */
function merge<T extends object>(base: T, given: Values): T {
  const merged: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(base)) merged[key] = mergeValue(key, value, given[key]);
  return merged as T;
}

const rules = new Set(["authRule", "manageRule"]);

function mergeValue(key: string, base: unknown, given: unknown): unknown {
  if (given === undefined) return base;
  if (rules.has(key)) return ruleOf(given);
  if (Array.isArray(base)) return listOf(given);
  if (given === null) return base;
  if (isObject(base)) {
    if (!isObject(given)) throw malformed();
    return merge(base, given);
  }
  if (base !== undefined && typeof given !== typeof base) throw malformed();
  return given;
}

function ruleOf(given: unknown): string | null {
  if (given === null || typeof given === "string") return given;
  throw malformed();
}

function listOf(given: unknown): readonly unknown[] {
  if (given === null) return [];
  if (Array.isArray(given)) return given;
  throw malformed();
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function malformed(): Error {
  return new InvalidData("the auth options do not have the form they should have");
}
