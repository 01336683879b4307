import type { PluginScope } from "#kernel";
import { type Collection, CollectionOptionSets, type CollectionOptions } from "./contract.ts";
import { type Given, givenFlag, givenText, givenTexts } from "./given.ts";
import { withAuthIndexes } from "./model/auth-indexes.ts";
import type { CollectionData, CollectionType } from "./model/collection.ts";
import { toCollection } from "./model/collection-data.ts";
import { readFields, withSystemFields } from "./model/field-list.ts";
import { collectionId } from "./model/ids.ts";
import { randomText } from "./model/random.ts";

/** Makes collections of JSON data, and others of these. Nothing is saved or checked here. */
export class Shape {
  readonly #scope: Pick<PluginScope, "collect">;

  constructor(scope: Pick<PluginScope, "collect">) {
    this.#scope = scope;
  }

  create(given: Given): Collection {
    const type = (givenText(given, "type") || "base") as CollectionType;
    return this.#fill({ ...blank, type, id: "" }, given, "new");
  }

  change(collection: Collection, given: Given): Collection {
    return this.#fill(collection, given, collection.isNew ? "new" : "saved");
  }

  /** A collection as its row has it, with its options as everybody expects them. */
  read(stored: Collection): Collection {
    const read = this.#optionSet(stored.type)?.read;
    return read === undefined ? stored : toCollection({ ...stored, options: read(stored.options) }, "saved");
  }

  /** Its options as the API shows them. */
  publish(collection: CollectionData): Record<string, unknown> {
    return this.#optionSet(collection.type)?.publish(collection.options) ?? { ...collection.options };
  }

  #fill(before: CollectionData, given: Given, state: "new" | "saved"): Collection {
    const type = ((givenText(given, "type") ?? before.type) || "base") as CollectionType;
    const name = givenText(given, "name") ?? before.name;
    const fields = "fields" in given ? readFields(given.fields) : before.fields;
    const data: CollectionData = {
      id: givenText(given, "id") || before.id || (name === "" ? "" : collectionId(type, name)),
      name,
      type,
      system: givenFlag(given, "system") ?? before.system,
      fields: withSystemFields(type, fields),
      indexes: "indexes" in given ? givenTexts(given, "indexes") : before.indexes,
      listRule: rule(given, "listRule", before),
      viewRule: rule(given, "viewRule", before),
      createRule: rule(given, "createRule", before),
      updateRule: rule(given, "updateRule", before),
      deleteRule: rule(given, "deleteRule", before),
      options: before.options,
      created: before.created,
      updated: before.updated,
    };
    return this.#withOptions(type === "auth" ? withAccountIndexes(data) : data, given, state);
  }

  #withOptions(data: CollectionData, given: Given, state: "new" | "saved"): Collection {
    const set = this.#optionSet(data.type);
    if (set !== undefined) {
      const options = set.complete(toCollection(data, state), given);
      return toCollection({ ...data, options }, state);
    }
    if (data.type !== "view") return toCollection(data, state);
    const viewQuery = givenText(given, "viewQuery") ?? (data.options.viewQuery as string | undefined) ?? "";
    return toCollection({ ...data, options: { viewQuery } }, state);
  }

  #optionSet(type: string): CollectionOptions | undefined {
    return this.#scope.collect(CollectionOptionSets).find((set) => set.type === type);
  }
}

const blank: Omit<CollectionData, "id" | "type"> = {
  name: "",
  system: false,
  fields: [],
  indexes: [],
  listRule: null,
  viewRule: null,
  createRule: null,
  updateRule: null,
  deleteRule: null,
  options: {},
  created: "",
  updated: "",
};

function withAccountIndexes(data: CollectionData): CollectionData {
  const alphabet = "abcdefghijklmnopqrstuvwxyz0123456789";
  return { ...data, indexes: withAuthIndexes(data, data.id || randomText(10, alphabet)) };
}

type Rule = "listRule" | "viewRule" | "createRule" | "updateRule" | "deleteRule";

function rule(given: Given, key: Rule, before: CollectionData): string | null {
  if (!(key in given)) return before[key];
  return givenText(given, key) ?? null;
}
