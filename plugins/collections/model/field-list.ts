import type { CollectionType } from "./collection.ts";
import { systemFields } from "./default-fields.ts";
import type { Field } from "./field.ts";
import { readField } from "./field-data.ts";
import { fieldId, freeId } from "./ids.ts";
import { InvalidData } from "./invalid-data.ts";
import { defaultKeyPattern } from "./primary-key.ts";

/** Reads a list of fields from JSON; each gets an id, and one that is named twice stands once. */
export function readFields(given: unknown): readonly Field[] {
  if (given === undefined || given === null) return [];
  if (!Array.isArray(given)) throw new InvalidData("fields must be a list");
  return given.map(readField).reduce<readonly Field[]>(withField, []);
}

/**
 * The list with a field added, in place of the one with its id. A field without id takes that of the one with its name
 * and type, or else gets one of its own.
 */
export function withField(fields: readonly Field[], field: Field): readonly Field[] {
  const named = field.id === "" ? { ...field, id: idFor(fields, field) } : field;
  const at = fields.findIndex(({ id }) => id === named.id);
  return at === -1 ? [...fields, named] : fields.with(at, named);
}

function idFor(fields: readonly Field[], field: Field): string {
  const twin = fields.find(({ name }) => name === field.name);
  if (twin !== undefined && field.name !== "") return twin.id;
  return freeId(fieldId(field.type, field.name), (id) => fields.some((other) => other.id === id));
}

/** The list with what its type cannot be without: the key first, the fields of accounts last. */
export function withSystemFields(type: CollectionType, given: readonly Field[]): readonly Field[] {
  let fields = given;
  for (const standard of systemFields(type)) {
    const own = fields.find(({ name }) => name === standard.name);
    if (own !== undefined && own.type === standard.type) {
      fields = fields.map((field) => (field === own ? asSystem(own, standard) : field));
    } else if (standard.name === "id") {
      fields = [standard, ...fields];
    } else {
      const isTaken = (id: string): boolean => fields.some((field) => field.id === id);
      fields = withField(fields, { ...standard, id: own?.id ?? freeId(standard.id, isTaken) });
    }
  }
  return fields;
}

/** What may be set on a system field stays; what makes it one is put in place. */
function asSystem(own: Field, standard: Field): Field {
  const fixed: Record<string, unknown> = { system: true };
  if (standard.required === true && standard.name !== "email") fixed.required = true;
  if (standard.hidden) fixed.hidden = true;
  if (standard.name === "id") {
    fixed.primaryKey = true;
    fixed.hidden = false;
    if (own.pattern === "") fixed.pattern = defaultKeyPattern;
  }
  return { ...own, ...fixed };
}
