import { nameIssue } from "../checks/names.ts";
import type { Collection, Field } from "../contract.ts";
import { makeField } from "../model/default-fields.ts";
import { withOptions } from "../model/field-data.ts";
import { defaultKeyPattern } from "../model/primary-key.ts";
import { randomText } from "../model/random.ts";
import { InvalidViewQuery } from "./errors.ts";
import { plainColumn } from "./origin.ts";
import { parseViewQuery, type ViewSource } from "./parse.ts";
import type { Aliased } from "./tokens.ts";

const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

const key = makeField("text", "id", {
  system: true,
  primaryKey: true,
  required: true,
  pattern: defaultKeyPattern,
});

/** The fields of a view: what its columns stem from, if that can be told, else JSON. */
export function viewFields(
  query: string,
  columnNames: readonly string[],
  collections: readonly Collection[],
): readonly Field[] {
  const source = parseViewQuery(query);
  return columnNames.map((name) => (name === "id" ? key : fieldOf(name, source, collections)));
}

/** The fields again. Throws InvalidViewQuery if one has a name fields cannot have. */
export function checkedFields(fields: readonly Field[]): readonly Field[] {
  for (const [i, { name }] of fields.entries()) {
    const problem = nameIssue(name);
    if (problem !== undefined)
      throw new InvalidViewQuery(`invalid field "${name}" (${i}): name: ${problem.message}.`);
  }
  return fields;
}

function fieldOf(name: string, source: ViewSource, collections: readonly Collection[]): Field {
  const column = source.columns.find(({ alias }) => alias === name);
  if (column === undefined) return anything(name);
  return byExpression(column) ?? byOrigin(column, source, collections) ?? anything(name);
}

function anything(name: string): Field {
  return makeField("json", name, { maxSize: 1 });
}

const castTypes = new Map<string, readonly [type: string, options: Readonly<Record<string, unknown>>]>([
  ["real", ["number", {}]],
  ["decimal", ["number", {}]],
  ["numeric", ["number", {}]],
  ["int", ["number", { onlyInt: true }]],
  ["integer", ["number", { onlyInt: true }]],
  ["text", ["text", {}]],
  ["boolean", ["bool", {}]],
  ["bool", ["bool", {}]],
]);

function byExpression({ original, alias }: Aliased): Field | undefined {
  const expression = original.toLowerCase();
  if (expression.startsWith("count(")) return makeField("number", alias, { onlyInt: true });
  if (expression.startsWith("total(")) return makeField("number", alias);
  const cast = castTypes.get(/^cast\(.*\s+as\s+(\w+)\s*\)$/s.exec(expression)?.[1] ?? "");
  return cast === undefined ? undefined : makeField(cast[0], alias, cast[1]);
}

/** A plain column of a collection is that field again; the key of one is a relation to it. */
function byOrigin(
  column: Aliased,
  source: ViewSource,
  collections: readonly Collection[],
): Field | undefined {
  const origin = plainColumn(column, source, collections);
  if (origin === undefined) return undefined;
  const { collection, name } = origin;
  const { alias } = column;
  if (name === "id") return makeField("relation", alias, { collectionId: collection.id, maxSelect: 1 });
  const field = collection.fields.find((one) => one.name.toLowerCase() === name.toLowerCase());
  return field && withOptions(field, { id: `_clone_${randomText(4, letters)}`, name: alias });
}
