import type { SqlValue } from "#kernel";
import { Collection, type CollectionData, type CollectionType, type TypedField } from "./collection.ts";
import type { Field } from "./field.ts";
import { readField } from "./field-data.ts";
import { fieldType } from "./field-types.ts";
import { InvalidData } from "./invalid-data.ts";

/** A collection from its data; every field gets the type that knows its values. */
export function toCollection(data: CollectionData, state: "new" | "saved"): Collection {
  return new Collection(data, data.fields.map(typed), state);
}

function typed(field: Field): TypedField {
  const type = fieldType(field.type);
  if (type === undefined) throw new InvalidData(`unknown field type "${field.type}"`);
  return { field, type };
}

/** A row of `_collections` as a collection. */
export function fromRow(row: Readonly<Record<string, SqlValue>>): Collection {
  const fields = JSON.parse(String(row.fields)) as readonly unknown[];
  return toCollection(
    {
      id: String(row.id),
      name: String(row.name),
      type: row.type as CollectionType,
      system: row.system === 1,
      fields: fields.map(readField),
      indexes: (JSON.parse(String(row.indexes)) ?? []) as readonly string[],
      listRule: ruleOf(row.listRule),
      viewRule: ruleOf(row.viewRule),
      createRule: ruleOf(row.createRule),
      updateRule: ruleOf(row.updateRule),
      deleteRule: ruleOf(row.deleteRule),
      options: JSON.parse(String(row.options)) as Record<string, unknown>,
      created: String(row.created),
      updated: String(row.updated),
    },
    "saved",
  );
}

/** A collection as the API shows it; `publish` takes the secrets out of its options. */
export function collectionJson(
  collection: CollectionData,
  publish: (options: Readonly<Record<string, unknown>>) => Record<string, unknown> = (options) => ({
    ...options,
  }),
): Record<string, unknown> {
  return {
    id: collection.id,
    listRule: collection.listRule,
    viewRule: collection.viewRule,
    createRule: collection.createRule,
    updateRule: collection.updateRule,
    deleteRule: collection.deleteRule,
    name: collection.name,
    type: collection.type,
    fields: collection.fields,
    indexes: collection.indexes,
    created: collection.created,
    updated: collection.updated,
    system: collection.system,
    ...publish(collection.options),
  };
}

function ruleOf(value: SqlValue | undefined): string | null {
  return typeof value === "string" ? value : null;
}
