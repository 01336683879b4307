import type { PluginScope } from "#kernel";
import { type Collection, CollectionOptionSets } from "../collections/contract.ts";
import { collectionJson } from "../collections/model/collection-data.ts";
import { sorted } from "./diff.ts";

export interface CollectionJson extends Readonly<Record<string, unknown>> {
  readonly id: string;
  readonly name: string;
  readonly fields: readonly FieldJson[];
}

export interface FieldJson extends Readonly<Record<string, unknown>> {
  readonly id: string;
}

/** A collection as migrations write it: without secrets and times, and without the providers people sign in with. */
export function portable(scope: Pick<PluginScope, "collect">, collection: Collection): CollectionJson {
  const options = scope.collect(CollectionOptionSets).find(({ type }) => type === collection.type);
  const { created: _c, updated: _u, ...json } = collectionJson(collection, options?.publish);
  const plain = JSON.parse(JSON.stringify(json)) as Record<string, unknown>;
  if (typeof plain.oauth2 === "object" && plain.oauth2 !== null) {
    const { providers: _p, ...oauth2 } = plain.oauth2 as Record<string, unknown>;
    plain.oauth2 = oauth2;
  }
  return sorted(plain) as CollectionJson; // what collectionJson gives has id, name and fields
}
