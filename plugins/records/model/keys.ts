import type { Collection, TypedField } from "../../collections/model/collection.ts";
import type { FieldType, Modifier } from "../../collections/model/field.ts";

/** A field that a key names, with what its modifier does; without a modifier the value is put in place. */
export interface Change {
  readonly typed: TypedField;
  readonly modify: Modifier | undefined;
}

/** What setting a key means: a field by its name, or with `f+`, `+f`, `f-` or `f:autogenerate`. */
export function readKey(collection: Collection, key: string): Change | undefined {
  const typed = collection.field(key);
  if (typed !== undefined) return { typed, modify: undefined };
  if (key.endsWith("+")) return modified(collection, key.slice(0, -1), "append");
  if (key.endsWith("-")) return modified(collection, key.slice(0, -1), "remove");
  if (key.startsWith("+")) return modified(collection, key.slice(1), "prepend");
  if (key.endsWith(":autogenerate")) return modified(collection, key.slice(0, -13), "autogenerate");
  return undefined;
}

function modified(
  collection: Collection,
  name: string,
  modifier: keyof NonNullable<FieldType["modifiers"]>,
): Change | undefined {
  const typed = collection.field(name);
  const modify = typed?.type.modifiers?.[modifier];
  return typed === undefined || modify === undefined ? undefined : { typed, modify };
}
