import type { CollectionField } from "pocketbase";

/** The types that can be added, in the order they are offered. */
export const fieldTypes = [
  "text",
  "editor",
  "number",
  "bool",
  "email",
  "url",
  "date",
  "autodate",
  "select",
  "file",
  "relation",
  "json",
  "geoPoint",
] as const;

const own: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  text: { min: 0, max: 0, pattern: "", autogeneratePattern: "", primaryKey: false },
  editor: { maxSize: 0, convertURLs: false },
  number: { min: null, max: null, onlyInt: false },
  email: { exceptDomains: [], onlyDomains: [] },
  url: { exceptDomains: [], onlyDomains: [] },
  date: { min: "", max: "" },
  autodate: { onCreate: true, onUpdate: false },
  select: { values: [], maxSelect: 1 },
  file: { maxSelect: 1, maxSize: 0, mimeTypes: [], thumbs: [], protected: false },
  relation: { collectionId: "", cascadeDelete: false, minSelect: 0, maxSelect: 1 },
  json: { maxSize: 0 },
};

const unsaved = "new:";
let last = 0;

export function newField(type: string, taken: readonly CollectionField[]): CollectionField {
  const common = type === "autodate" ? {} : { required: false, help: "" };
  return {
    ...common,
    ...structuredClone(own[type] ?? {}),
    id: `${unsaved}${++last}`,
    name: freeName(type, taken),
    type,
    system: false,
    hidden: false,
    presentable: false,
  };
}

export function copyField(field: CollectionField, taken: readonly CollectionField[]): CollectionField {
  return {
    ...structuredClone(field),
    id: `${unsaved}${++last}`,
    name: freeName(field.name, taken),
    system: false,
  };
}

export function isUnsaved(field: CollectionField): boolean {
  return field.id.startsWith(unsaved);
}

function freeName(wanted: string, taken: readonly CollectionField[]): string {
  const names = new Set(taken.map((field) => field.name.toLowerCase()));
  if (!names.has(wanted.toLowerCase())) return wanted;
  for (let n = 2; ; n++) if (!names.has(`${wanted}${n}`.toLowerCase())) return `${wanted}${n}`;
}
