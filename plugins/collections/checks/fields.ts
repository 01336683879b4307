import type { Collection, Field } from "../contract.ts";
import { systemFields } from "../model/default-fields.ts";
import { type FieldSurroundings, optionIssues } from "./field-options.ts";
import { first, type Issue, issue, issues, lengthBetween, required } from "./issues.ts";
import { nameIssue } from "./names.ts";

/** What is wrong with the fields of a collection, by their place in the list. */
export function fieldsIssue(
  collection: Collection,
  original: Collection | undefined,
  find: FieldSurroundings["find"],
): Issue {
  return first(
    () => required(collection.fields),
    () => doubled(collection.fields),
    () => systemIssue(collection, original),
    () => typeChanges(collection, original),
    () => settings(collection, original, find),
  );
}

/** What is wrong with one field by itself. */
export function fieldIssue(field: Field, around: FieldSurroundings): Issue {
  const { name = undefined, ...options } = optionIssues(field, around);
  return issues({
    ...options,
    id: first(
      () => required(field.id),
      () => lengthBetween(field.id, 1, 100),
    ),
    name: nameIssue(field.name) ?? reservedIssue(field.name, around.collection) ?? name,
    help: lengthBetween(field.help ?? "", 1, 300),
  });
}

/** Keys of requests that change an account stand beside its fields. */
const accountKeys = ["passwordConfirm", "oldPassword"];

function reservedIssue(name: string, { isAuth }: Collection): Issue {
  if (!isAuth || !accountKeys.includes(name)) return undefined;
  return issue("reserved_field_name", "The field name is reserved and cannot be used.");
}

function doubled(fields: readonly Field[]): Issue {
  const ids = new Set<string>();
  const names = new Set<string>();
  for (const [i, { id, name }] of fields.entries()) {
    if (ids.has(id))
      return at(i, { id: issue("duplicated_field_id", `Duplicated or invalid field id "${id}"`) });
    if (names.has(name.toLowerCase()))
      return at(i, {
        name: issue("duplicated_field_name", "Duplicated or invalid field name {{.fieldName}}", {
          fieldName: name,
        }),
      });
    ids.add(id);
    names.add(name.toLowerCase());
  }
  return undefined;
}

function systemIssue(collection: Collection, original: Collection | undefined): Issue {
  for (const before of original?.fields ?? []) {
    if (collection.isView || !before.system) continue;
    const now = collection.fields.find(({ id }) => id === before.id);
    if (now === undefined || now.name !== before.name)
      return issue("system_field_change", "System fields cannot be deleted or renamed.");
  }
  for (const { name, type } of systemFields(collection.isView ? "base" : collection.type)) {
    const own = collection.fields.find((field) => field.name === name);
    if (own?.type !== type && name === "id")
      return issue("missing_primary_key", 'Missing or invalid "id" PK field.');
    if (own === undefined) return issue(`missing_${name}_field`, `System "${name}" field is required.`);
  }
  return undefined;
}

function typeChanges(collection: Collection, original: Collection | undefined): Issue {
  if (original === undefined || original.isView) return undefined;
  return byPlace(collection.fields, (field) => {
    const before = original.fields.find(({ id }) => id === field.id);
    if (before === undefined || before.type === field.type) return undefined;
    return issue("field_type_change", "Field type cannot be changed.");
  });
}

function settings(
  collection: Collection,
  original: Collection | undefined,
  find: FieldSurroundings["find"],
): Issue {
  return byPlace(collection.fields, (field) => {
    const before = original?.fields.find(({ id }) => id === field.id);
    return fieldIssue(field, { collection, before, find });
  });
}

function byPlace(fields: readonly Field[], check: (field: Field) => Issue): Issue {
  return issues(Object.fromEntries(fields.map((field, i) => [i, check(field)])));
}

function at(place: number, found: Readonly<Record<string, Issue>>): Issue {
  return issues({ [place]: issues(found) });
}
