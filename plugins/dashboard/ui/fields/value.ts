import type { CollectionField, RecordModel } from "pocketbase";

/** Whether a field holds a list rather than one value. */
export function isMultiple(field: CollectionField): boolean {
  return ["select", "file", "relation"].includes(field.type) && (field.maxSelect ?? 0) > 1;
}

/** What a field holds before anyone has filled it in. */
export function emptyValue(field: CollectionField): unknown {
  if (isMultiple(field)) return [];
  if (field.type === "number") return 0;
  if (field.type === "bool") return false;
  if (field.type === "json") return null;
  if (field.type === "geoPoint") return { lon: 0, lat: 0 };
  return "";
}

/** A list whatever the field is, so that editors need not ask. */
export function asList(value: unknown): string[] {
  if (Array.isArray(value)) return value as string[];
  return value === "" || value === null || value === undefined ? [] : [String(value)];
}

/** Back to what the field stores. */
export function fromList<T>(list: readonly T[], field: CollectionField): readonly T[] | T | "" {
  return isMultiple(field) ? list : (list.at(-1) ?? "");
}

/** The values of a record that its collection knows, copied so that they can be edited. */
export function editableValues(
  record: RecordModel | undefined,
  fields: readonly CollectionField[],
): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const field of fields) {
    if (field.type === "autodate") continue;
    const value: unknown = record?.[field.name];
    values[field.name] =
      field.type === "password" || value === undefined ? emptyValue(field) : structuredClone(value);
  }
  return values;
}
