import type { Collection, Field } from "../../collections/contract.ts";
import { clientType, scriptType } from "./values.ts";

/** The part of types.d.ts that is the application's own: the fields of every collection, as scripts get them. */
export function scriptTypes(collections: readonly Collection[]): string {
  const shown = collections.map(({ name, fields }) => {
    const rows = fields.map((field) => row(field.name, scriptType(field), "    "));
    return `  ${key(name)}: {\n${rows.join("\n")}\n  };`;
  });
  return `interface CollectionFields {\n${shown.join("\n")}\n}`;
}

/** The module for clients: one interface per collection, and the official client with all of them. */
export function clientTypes(collections: readonly Collection[]): string {
  const names = namesFor(collections);
  const one = (collection: Collection): string => {
    const rows = collection.fields.filter(isShown).map((field) => clientRow(field));
    const expands = expandRows(collection, collections, names);
    if (expands.length > 0) rows.push(`  expand?: {\n${expands.join("\n")}\n  };`);
    const fixed = `  collectionId: string;\n  collectionName: ${JSON.stringify(collection.name)};`;
    return `export interface ${names.get(collection)} {\n${fixed}\n${rows.join("\n")}\n}`;
  };
  const all = collections.map((collection) => `  ${key(collection.name)}: ${names.get(collection)};`);
  return [
    ...collections.map(one),
    `/** Every collection by name. */\nexport interface CollectionRecords {\n${all.join("\n")}\n}`,
    typedClient,
  ].join("\n\n");
}

const typedClient = `/** \`new PocketBase(url) as TypedPocketBase\` knows the records of every collection. */
export type TypedPocketBase = {
  collection<Name extends keyof CollectionRecords>(name: Name): RecordService<CollectionRecords[Name]>;
} & PocketBase;`;

/** Who may see a field is decided by request: what is hidden may be there for a superuser. */
function clientRow(field: Field): string {
  const isSometimes = field.hidden || field.name === "email";
  return row(isSometimes ? `${field.name}?` : field.name, clientType(field), "  ");
}

function isShown({ type, name }: Field): boolean {
  return type !== "password" && name !== "tokenKey";
}

function expandRows(
  collection: Collection,
  all: readonly Collection[],
  names: ReadonlyMap<Collection, string>,
): readonly string[] {
  const rows: string[] = [];
  for (const field of collection.fields.filter(({ type }) => type === "relation")) {
    const target = all.find(({ id }) => id === field.collectionId);
    if (target === undefined) continue;
    const list = Number(field.maxSelect ?? 0) > 1 ? "[]" : "";
    rows.push(row(`${field.name}?`, `${names.get(target)}${list}`, "    "));
  }
  for (const other of all) {
    for (const field of other.fields) {
      if (field.type !== "relation" || field.collectionId !== collection.id) continue;
      rows.push(row(`${other.name}_via_${field.name}?`, `${names.get(other)}[]`, "    "));
    }
  }
  return rows;
}

/** `user_profiles` → `UserProfilesRecord`; the second of two that would be called the same gets a number. */
function namesFor(collections: readonly Collection[]): ReadonlyMap<Collection, string> {
  const taken = new Set<string>();
  const names = new Map<Collection, string>();
  for (const collection of collections) {
    const words = collection.name.split(/[^A-Za-z0-9]+/).filter((word) => word !== "");
    const base = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("") || "Unnamed";
    const start = /^\d/.test(base) ? `_${base}` : base;
    let name = `${start}Record`;
    for (let n = 2; taken.has(name); n++) name = `${start}${n}Record`;
    taken.add(name);
    names.set(collection, name);
  }
  return names;
}

function row(name: string, type: string, indent: string): string {
  const isOptional = name.endsWith("?");
  const bare = isOptional ? name.slice(0, -1) : name;
  return `${indent}${key(bare)}${isOptional ? "?" : ""}: ${type};`;
}

function key(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name);
}
