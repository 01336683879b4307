import type { CollectionField, RecordModel } from "pocketbase";
import { type Collection, catalog } from "../../state/catalog.svelte.ts";

const telling = ["title", "name", "label", "email", "username", "slug", "subject", "key", "code"];

/** The fields that stand for a record where there is room for one line. */
export function presentableFields(collection: Collection): readonly CollectionField[] {
  const chosen = collection.fields.filter((field) => field.presentable);
  if (chosen.length > 0) return chosen;
  const fallback = telling.map((name) =>
    collection.fields.find((field) => field.name === name && !field.hidden),
  );
  return fallback.filter((field) => field !== undefined).slice(0, 1);
}

export function presentRecord(record: RecordModel): string {
  const collection = catalog.find(record.collectionId);
  if (collection === undefined) return record.id;
  const parts = presentableFields(collection).map((field) => presentValue(record, field));
  return parts.filter((part) => part !== "").join(" · ") || record.id;
}

function presentValue(record: RecordModel, field: CollectionField): string {
  const value: unknown = record[field.name];
  if (field.type === "relation")
    return expanded(record, field.name).map(presentRecord).join(", ") || String(value ?? "");
  if (field.type === "editor") return stripTags(String(value ?? "")).slice(0, 120);
  if (typeof value === "object" && value !== null) return JSON.stringify(value);
  return String(value ?? "");
}

export function expanded(record: RecordModel, field: string): RecordModel[] {
  const found: unknown = record.expand?.[field];
  if (found === undefined || found === null) return [];
  return (Array.isArray(found) ? found : [found]) as RecordModel[];
}

export function stripTags(html: string): string {
  return new DOMParser().parseFromString(html, "text/html").body.textContent ?? "";
}

/** Relations to load along: those shown, and what is needed to present them, two levels down. */
export function expandPaths(collection: Collection, fields = collection.fields, depth = 0): string[] {
  const paths: string[] = [];
  for (const field of fields) {
    if (field.type !== "relation") continue;
    paths.push(field.name);
    const target = catalog.find(field.collectionId);
    if (target === undefined || depth >= 2) continue;
    const inner = expandPaths(target, [...presentableFields(target)], depth + 1);
    paths.push(...inner.map((path) => `${field.name}.${path}`));
  }
  return paths;
}
