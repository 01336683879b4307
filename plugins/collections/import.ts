import { type Db, fillIn, ValidationErrors } from "#kernel";
import type { Collection } from "./contract.ts";
import type { Field } from "./model/field.ts";
import { readFields } from "./model/field-list.ts";

type Given = Readonly<Record<string, unknown>>;

/** What an import does with single collections. */
export interface ImportSteps {
  all(db: Db): readonly Collection[];
  create(data: Given): Collection;
  change(collection: Collection, data: Given): Collection;
  /** Saves through the hooks, unchecked. */
  save(db: Db, collection: Collection): Promise<Collection>;
  /** Deletes through the hooks, whoever refers to it. */
  delete(db: Db, collection: Collection): Promise<void>;
  /** Throws ValidationErrors. */
  check(db: Db, collection: Collection, original: Collection | undefined): Promise<void>;
}

interface Match {
  readonly data: Given;
  readonly existing: Collection | undefined;
}

/** Many collections at once, all or none: saved first and checked afterwards, for they may need each other. */
export async function importCollections(
  db: Db,
  list: readonly Given[],
  { deleteMissing }: { readonly deleteMissing: boolean },
  steps: ImportSteps,
): Promise<void> {
  await db.transaction(async (tx) => {
    const before = steps.all(tx);
    const matches = list.map((data): Match => ({ data, existing: matchOf(data, before) }));
    if (deleteMissing) {
      const listed = new Set(matches.map(({ existing }) => existing?.id));
      const missing = before.filter(({ id, system }) => !system && !listed.has(id));
      for (const collection of missing) await steps.delete(tx, collection);
    }
    const saved: (readonly [Collection, Collection | undefined])[] = [];
    for (const match of inOrder(matches)) {
      saved.push([await saveMatch(tx, match, deleteMissing ? "drop" : "keep", steps), match.existing]);
    }
    for (const [collection, original] of saved) await checkSaved(tx, collection, original, steps);
  });
}

function matchOf(data: Given, all: readonly Collection[]): Collection | undefined {
  if (typeof data.id === "string" && data.id !== "") return all.find(({ id }) => id === data.id);
  const name = String(data.name ?? "").toLowerCase();
  return all.find((collection) => collection.name.toLowerCase() === name);
}

/** The oldest first, as others may need them; views last, for they look at tables. */
function inOrder(matches: readonly Match[]): readonly Match[] {
  const isView = ({ data, existing }: Match): boolean => (data.type ?? existing?.type) === "view";
  const made = ({ data, existing }: Match): string => String(data.created ?? existing?.created ?? "");
  const byAge = [...matches].sort((a, b) => (made(a) < made(b) ? -1 : made(a) > made(b) ? 1 : 0));
  return [...byAge.filter((match) => !isView(match)), ...byAge.filter(isView)];
}

async function saveMatch(
  db: Db,
  { data, existing }: Match,
  otherFields: "keep" | "drop",
  steps: ImportSteps,
): Promise<Collection> {
  const collection =
    existing === undefined
      ? steps.create(data)
      : steps.change(existing, { ...data, fields: mergedFields(existing, data, otherFields) });
  try {
    return await steps.save(db, collection);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`failed to save collection ${JSON.stringify(collection.name)}: ${reason}`, { cause });
  }
}

/** The fields that are given, then those of before that are not. */
function mergedFields(existing: Collection, data: Given, otherFields: "keep" | "drop"): readonly Field[] {
  const given = readFields(data.fields);
  const ids = new Set(given.map(({ id }) => id));
  const others = existing.fields.filter(
    ({ id, system }) => !ids.has(id) && (system || otherFields === "keep"),
  );
  return [...given, ...others];
}

async function checkSaved(
  db: Db,
  collection: Collection,
  original: Collection | undefined,
  steps: ImportSteps,
): Promise<void> {
  try {
    await steps.check(db, collection, original);
  } catch (cause) {
    if (!(cause instanceof ValidationErrors)) throw cause;
    throw new ImportedInvalid(collection, cause);
  }
}

/** A collection of an import is not as it should be. */
export class ImportedInvalid extends Error {
  constructor({ name, id }: Collection, cause: ValidationErrors) {
    const details = JSON.stringify(messages(cause), null, 2);
    super(`Data validations failed for collection ${JSON.stringify(name)} (${id}):\n${details}`, { cause });
    this.name = "ImportedInvalid";
  }
}

function messages({ errors }: ValidationErrors): Record<string, unknown> {
  const keys = Object.keys(errors).sort();
  return Object.fromEntries(
    keys.map((key) => {
      const issue = errors[key];
      if (issue instanceof ValidationErrors) return [key, messages(issue)];
      return [key, issue === undefined ? "" : fillIn(issue)];
    }),
  );
}
