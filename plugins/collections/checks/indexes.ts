import type { Collection } from "../contract.ts";
import { type IndexParts, parseIndex, writeIndex } from "../model/index-text.ts";
import { type Issue, issue, issues } from "./issues.ts";

/** What is wrong with the indexes of a collection, as far as their texts tell. */
export function indexesIssue(
  collection: Collection,
  original: Collection | undefined,
  others: readonly Collection[],
): Issue {
  if (collection.isView)
    return collection.indexes.length === 0
      ? undefined
      : issue("indexes_not_supported", "View collections don't support indexes.");
  const owners = ownersOfNames(others);
  const names = new Set<string>();
  const definitions = new Set<string>();
  for (const [i, text] of collection.indexes.entries()) {
    const parts = parseIndex(text);
    if (parts === undefined)
      return at(i, issue("invalid_index_expression", "Invalid CREATE INDEX expression."));
    const name = parts.name.toLowerCase();
    if (names.has(name)) return at(i, issue("duplicated_index_name", "The index name already exists."));
    const usedTableName = owners.get(name);
    if (usedTableName !== undefined)
      return at(
        i,
        issue("existing_index_name", "The index name is already used in {{.usedTableName}} collection.", {
          usedTableName,
        }),
      );
    const definition = writeIndex({ ...parts, name: "", schema: "", optional: false, table: "" });
    if (definitions.has(definition))
      return at(i, issue("duplicated_index_definition", "The index definition already exists."));
    names.add(name);
    definitions.add(definition);
  }
  return lostUniqueIndex(collection, original);
}

/** Unique indexes on system fields hold the house together: they may be written otherwise, not given up. */
function lostUniqueIndex(collection: Collection, original: Collection | undefined): Issue {
  const kept = new Set(uniqueIndexes(collection).map(columnList));
  for (const before of uniqueIndexes(original)) {
    const system = before.columns.find(({ name }) => original?.field(name)?.field.system === true);
    if (system === undefined || kept.has(columnList(before))) continue;
    return issue(
      "invalid_unique_system_field_index",
      "Unique index definition on system fields ({{.fieldName}}) is invalid or missing.",
      { fieldName: system.name },
    );
  }
  return undefined;
}

function uniqueIndexes(collection: Collection | undefined): readonly IndexParts[] {
  return (collection?.indexes ?? [])
    .map(parseIndex)
    .filter((parts) => parts?.unique === true) as readonly IndexParts[];
}

function columnList({ columns }: IndexParts): string {
  return columns.map(({ name }) => name.toLowerCase()).join(",");
}

function ownersOfNames(collections: readonly Collection[]): ReadonlyMap<string, string> {
  const owners = new Map<string, string>();
  for (const { name, indexes } of collections) {
    for (const text of indexes) {
      const index = parseIndex(text);
      if (index !== undefined) owners.set(index.name.toLowerCase(), name);
    }
  }
  return owners;
}

function at(place: number, found: Issue): Issue {
  return issues({ [place]: found });
}
