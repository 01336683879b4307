import type { CollectionField, RecordModel } from "pocketbase";
import type { Collection } from "../state/catalog.svelte.ts";
import type { PanelField, PanelState } from "./protocol.ts";

/** What a panel is told of a record: as the form has it, without what is secret or not there yet. */
export function recordState(
  collection: Collection,
  record: RecordModel | undefined,
  values: Readonly<Record<string, unknown>>,
): Required<Pick<PanelState, "collection" | "record">> {
  const fields = collection.fields.filter(isTold);
  const told: Record<string, unknown> = record === undefined ? {} : { id: record.id };
  for (const { name } of fields) {
    const value = name in values ? values[name] : record?.[name];
    if (value !== undefined) told[name] = withoutFiles(value);
  }
  return {
    collection: { name: collection.name, type: collection.type, fields: fields.map(asPanelField) },
    record: told,
  };
}

export function asPanelField({ name, type, required }: CollectionField): PanelField {
  return { name, type, required: required === true };
}

function isTold({ type, hidden, name }: CollectionField): boolean {
  return type !== "password" && name !== "tokenKey" && hidden !== true;
}

function withoutFiles(value: unknown): unknown {
  if (Array.isArray(value)) return value.filter((item) => !(item instanceof File));
  return value instanceof File ? "" : value;
}
