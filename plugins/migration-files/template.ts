import type { CollectionJson, FieldJson } from "./collection-json.ts";
import { difference } from "./diff.ts";

/** A migration that does nothing yet. */
export function blankText(): string {
  return migration("  // add up queries...", "  // add down queries...");
}

export function createdText(collection: CollectionJson): string {
  return migration(making(collection), deleting(collection.id));
}

export function deletedText(collection: CollectionJson): string {
  return migration(deleting(collection.id), making(collection));
}

/** Undefined if nothing changed that a migration could repeat. */
export function updatedText(before: CollectionJson, after: CollectionJson): string | undefined {
  const forth = changes(before, after, "forth");
  if (forth.length === 0) return undefined;
  return migration(changing(after.id, forth), changing(after.id, changes(after, before, "back")));
}

export function snapshotText(collections: readonly CollectionJson[]): string {
  const up = [
    `  const snapshot = ${json(collections, 1)};`,
    "",
    "  return app.importCollections(snapshot, false);",
  ];
  return migration(up.join("\n"), "  return null;");
}

function migration(up: string, down: string): string {
  return `migrate((app) => {\n${up}\n}, (app) => {\n${down}\n})\n`;
}

function making(collection: CollectionJson): string {
  return `  const collection = new Collection(${json(collection, 1)});\n\n  return app.save(collection);`;
}

function deleting(id: string): string {
  return `  const collection = app.findCollectionByNameOrId(${JSON.stringify(id)});\n\n  return app.delete(collection);`;
}

function changing(id: string, parts: readonly string[]): string {
  const find = `  const collection = app.findCollectionByNameOrId(${JSON.stringify(id)})`;
  return [find, ...parts, "  return app.save(collection)"].join("\n\n");
}

// The way back is the way forth in a mirror: what was removed first is added first.
function changes(before: CollectionJson, after: CollectionJson, order: "forth" | "back"): readonly string[] {
  const { fields: fieldsBefore, ...rest } = before;
  const { fields, ...restAfter } = after;
  const data = difference(rest, restAfter);
  const former = new Map(fieldsBefore.map((field) => [field.id, field]));
  const kept = new Set(fields.map(({ id }) => id));
  const removed = fieldsBefore.filter(({ id }) => !kept.has(id)).map(({ id }) => removing(id));
  const added: string[] = [];
  const updated: string[] = [];
  for (const [index, field] of fields.entries()) {
    const known = former.get(field.id);
    if (known === undefined) added.push(placing("add", index, field));
    else if (JSON.stringify(known) !== JSON.stringify(field)) updated.push(placing("update", index, field));
  }
  const merged =
    Object.keys(data).length === 0
      ? []
      : [`  // update collection data\n  unmarshal(${json(data, 1)}, collection)`];
  return order === "forth"
    ? [...merged, ...removed, ...added, ...updated]
    : [...merged, ...added, ...removed, ...updated];
}

function removing(id: string): string {
  return `  // remove field\n  collection.fields.removeById(${JSON.stringify(id)})`;
}

function placing(verb: "add" | "update", index: number, field: FieldJson): string {
  return `  // ${verb} field\n  collection.fields.addAt(${index}, new Field(${json(field, 1)}))`;
}

/** JSON whose lines after the first are indented by `depth` steps. */
function json(value: unknown, depth: number): string {
  return JSON.stringify(value, null, 2).replaceAll("\n", `\n${"  ".repeat(depth)}`);
}
