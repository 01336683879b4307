import type { CollectionType } from "./collection.ts";
import type { Field } from "./field.ts";
import { readField } from "./field-data.ts";
import { fieldId } from "./ids.ts";
import { defaultKeyPattern } from "./primary-key.ts";

/** The fields a collection of a type cannot be without. */
export function systemFields(type: CollectionType): readonly Field[] {
  if (type === "view") return [];
  return type === "auth" ? [keyField, ...authFields] : [keyField];
}

/** A field from its type, name and options, with the id it gets by itself. */
export function makeField(
  type: string,
  name: string,
  options: Readonly<Record<string, unknown>> = {},
): Field {
  return readField({ id: fieldId(type, name), name, type, ...options });
}

export const keyField = makeField("text", "id", {
  system: true,
  primaryKey: true,
  required: true,
  min: 15,
  max: 15,
  pattern: defaultKeyPattern,
  autogeneratePattern: "[a-z0-9]{15}",
});

const authFields: readonly Field[] = [
  makeField("password", "password", { system: true, hidden: true, required: true, min: 8 }),
  makeField("text", "tokenKey", {
    system: true,
    hidden: true,
    required: true,
    min: 30,
    max: 60,
    autogeneratePattern: "[a-zA-Z0-9]{50}",
  }),
  makeField("email", "email", { system: true, required: true }),
  makeField("bool", "emailVisibility", { system: true }),
  makeField("bool", "verified", { system: true }),
];
