import type { CollectionField } from "pocketbase";
import { isMultiple } from "../../../fields/value.ts";
import type { Collection } from "../../../state/catalog.svelte.ts";
import { ruleNames } from "../../../texts/collections.ts";
import { editor as t } from "../../../texts/editor.ts";
import { sayWhoMay } from "./who-may.ts";

/** What a change does beyond the page it is made on: things to be read before saving. */
export function farReaching(before: Collection, after: Collection, all: readonly Collection[]): string[] {
  return [
    ...nameChange(before, after, all),
    ...fieldChanges(before, after, all),
    ...ruleChanges(before, after),
    ...(before.type === "view" && before.viewQuery !== after.viewQuery ? [t.changeQuery] : []),
    ...secretChanges(after),
  ];
}

function nameChange(before: Collection, after: Collection, all: readonly Collection[]): string[] {
  if (before.name === after.name) return [];
  return [t.changeName(before.name, after.name), ...mentions(before.name, all, before.id)];
}

function fieldChanges(before: Collection, after: Collection, all: readonly Collection[]): string[] {
  const kept = new Map(after.fields.map((field) => [field.id, field]));
  return before.fields.flatMap((old) => {
    const now = kept.get(old.id);
    if (now === undefined)
      return before.type === "view"
        ? []
        : [t.changeFieldRemoved(old.name), ...mentions(old.name, all, before.id)];
    return oneField(old, now, all, before.id);
  });
}

function oneField(
  old: CollectionField,
  now: CollectionField,
  all: readonly Collection[],
  id: string,
): string[] {
  const found: string[] = [];
  if (old.name !== now.name)
    found.push(t.changeFieldName(old.name, now.name), ...mentions(old.name, all, id));
  if (isMultiple(old) && !isMultiple(now)) found.push(t.changeToSingle(now.name));
  if (!isMultiple(old) && isMultiple(now)) found.push(t.changeToMultiple(now.name));
  return found;
}

function ruleChanges(before: Collection, after: Collection): string[] {
  return Object.entries(ruleNames).flatMap(([key, label]) => {
    if ((before[key] ?? null) === (after[key] ?? null)) return [];
    const said = t.changeRule(label, sayWhoMay(after[key] as string | null));
    return key === "authRule" ? [said, t.changeAuthRule] : [said];
  });
}

function secretChanges(after: Collection): string[] {
  return Object.entries(t.tokenNames).flatMap(([key, label]) =>
    after[key]?.secret ? [t.changeSecret(label)] : [],
  );
}

// Where a name is spoken of: rules, indexes and queries, here and elsewhere. The server rewrites none of them.
function mentions(name: string, all: readonly Collection[], ownId: string): string[] {
  const word = new RegExp(`(?<![\\w])${name}(?![\\w])`);
  const places: string[] = [];
  for (const collection of all) {
    const rules = Object.keys(ruleNames).filter((key) => word.test(String(collection[key] ?? "")));
    if (rules.length > 0)
      places.push(
        `${collection.name} (${rules.map((key) => ruleNames[key as keyof typeof ruleNames]).join(", ")})`,
      );
    if (collection.type === "view" && word.test(String(collection.viewQuery)))
      places.push(`${collection.name} (query)`);
    if (collection.id !== ownId && collection.indexes?.some((text: string) => word.test(text)))
      places.push(`${collection.name} (indexes)`);
  }
  return places.length === 0 ? [] : [t.changeMentions(name, places.join(", "))];
}
