import type { CollectionField } from "pocketbase";
import { emptyValue, isMultiple } from "../../../fields/value.ts";
import { type Collection, catalog } from "../../../state/catalog.svelte.ts";
import { isSecret } from "../../records/search.ts";

const id = "r4nd0m1d0f15ch5";
const moment = "2026-01-31 12:00:00.000Z";

/** A believable value for a field, so that examples can be read. */
export function exampleValue(field: CollectionField): unknown {
  const one = exampleOne(field);
  return isMultiple(field) ? [one] : one;
}

function exampleOne(field: CollectionField): unknown {
  switch (field.type) {
    case "text":
      return field.primaryKey ? id : field.pattern || field.max === 1 ? "abc" : "A few words";
    case "editor":
      return "<p>A few words</p>";
    case "number":
      return field.min ?? 42;
    case "bool":
      return true;
    case "email":
      return "ada@example.com";
    case "url":
      return "https://example.com";
    case "date":
    case "autodate":
      return moment;
    case "select":
      return field.values?.[0] ?? "";
    case "file":
      return "picture_1a2b3c4d5e.png";
    case "relation":
      return id;
    case "json":
      return { any: "thing" };
    case "geoPoint":
      return { lon: -9.14, lat: 38.72 };
    default:
      return emptyValue(field);
  }
}

export function exampleRecord(collection: Collection): Record<string, unknown> {
  const visible = collection.fields.filter((field) => !isSecret(field) && !field.hidden);
  return {
    collectionId: collection.id,
    collectionName: collection.name,
    ...Object.fromEntries(visible.map((field) => [field.name, exampleValue(field)])),
  };
}

export function exampleBody(collection: Collection): Record<string, unknown> {
  const own = collection.fields.filter(
    (field) =>
      !field.primaryKey &&
      !["autodate", "file"].includes(field.type) &&
      !(field.system && ["tokenKey", "verified", "password"].includes(field.name)),
  );
  const account =
    collection.type === "auth" ? { password: "a long sentence", passwordConfirm: "a long sentence" } : {};
  return { ...Object.fromEntries(own.map((field) => [field.name, exampleValue(field)])), ...account };
}

export function exampleFilter(collection: Collection): string {
  const field =
    collection.fields.find((f) => f.type === "autodate") ??
    collection.fields.find((f) => f.type === "text" && !f.primaryKey);
  if (field === undefined) return `id != ""`;
  return field.type === "autodate" ? `${field.name} >= "2026-01-01"` : `${field.name} ~ "words"`;
}

export function exampleExpand(collection: Collection): string {
  return (
    collection.fields
      .filter((field) => field.type === "relation" && catalog.find(field.collectionId))
      .map((f) => f.name)[0] ?? ""
  );
}

export const exampleId = id;
