import { type Db, dialect, raw, sql, type ValidationIssue } from "#kernel";
import type { Collection, CollectionOptions, RuleChecker } from "../contract.ts";
import { InvalidViewQuery } from "../views/errors.ts";
import { checkKeys, createView, inferFields, trialName, tryOut } from "../views/query.ts";
import { fieldsIssue } from "./fields.ts";
import { indexesIssue } from "./indexes.ts";
import { first, type Issue, issue, issues, lengthBetween, matches, noVia, required } from "./issues.ts";

/** What checking a collection needs to know of the others. */
export interface CollectionSurroundings {
  /** As it was before; undefined for a new one. */
  readonly original: Collection | undefined;
  /** All that are stored now; in an import the collection itself is one of them already. */
  readonly stored: readonly Collection[];
  readonly ruleCheckers: readonly RuleChecker[];
  readonly options: CollectionOptions | undefined;
}

/** Throws ValidationErrors with everything that is wrong with a collection. */
export async function checkCollection(
  db: Db,
  collection: Collection,
  around: CollectionSurroundings,
): Promise<void> {
  const { original, stored, options } = around;
  const others = stored.filter(({ id }) => collection.isNew || id !== collection.id);
  const find = (id: string): Collection | undefined => others.find((other) => other.id === id);
  const problem = issues({
    ...(await options?.check(db, collection, original)),
    id: idIssue(collection, around),
    name: await nameIssue(db, collection, around),
    type: typeIssue(collection, original),
    system:
      original !== undefined && original.system !== collection.system
        ? issue("collection_system_flag_change", "System collection state cannot be changed.")
        : undefined,
    fields: fieldsIssue(collection, original, find),
    ...rulesIssues(db, collection, around),
    indexes: indexesIssue(collection, original, others),
    viewQuery: collection.isView ? await queryIssue(db, collection, stored) : undefined,
  });
  if (problem !== undefined) throw problem;
}

function idIssue(collection: Collection, { original, stored }: CollectionSurroundings): Issue {
  if (original !== undefined) return undefined;
  const { id } = collection;
  return first(
    () => required(id),
    () => lengthBetween(id, 1, 100),
    () => matches(id, /^\w+$/),
    () =>
      collection.isNew && stored.some((other) => other.id === id)
        ? issue("invalid_or_existing_id", "The model id is invalid or already exists.")
        : undefined,
  );
}

async function nameIssue(
  db: Db,
  collection: Collection,
  { original, stored }: CollectionSurroundings,
): Promise<Issue> {
  const { name } = collection;
  if (original?.system === true && original.name !== name)
    return issue("collection_system_name_change", "System collection name cannot be changed.");
  return (
    first(
      () => required(name),
      () => lengthBetween(name, 1, 255),
      () => noVia(name),
      () => matches(name, /^\w+$/),
      () => takenName(collection, stored),
    ) ?? (await tableIssue(db, collection, stored))
  );
}

function takenName({ isNew, id, name }: Collection, stored: readonly Collection[]): Issue {
  const hasName = (other: Collection): boolean => other.name.toLowerCase() === name.toLowerCase();
  if (stored.some((other) => hasName(other) && (isNew || other.id !== id)))
    return issue("collection_name_exists", "Collection name must be unique (case insensitive).");
  if (stored.some((other) => other.id === name))
    return issue("collection_name_id_duplicate", "The name must not match an existing collection id.");
  return undefined;
}

async function tableIssue(db: Db, { id, name }: Collection, stored: readonly Collection[]): Promise<Issue> {
  const current = stored.find((other) => other.id === id);
  if (current?.name.toLowerCase() === name.toLowerCase()) return undefined; // its own table
  const table = await db.value(
    sql`SELECT 1 FROM ${raw(dialect.tables)} WHERE lower(name) = lower(${name}) LIMIT 1`,
  );
  if (table === undefined) return undefined;
  return issue("collection_name_invalid", "The name shouldn't match with an existing internal table.");
}

function typeIssue({ type }: Collection, original: Collection | undefined): Issue {
  if (!["base", "auth", "view"].includes(type)) return issue("in_invalid", "must be a valid value");
  if (original === undefined || original.type === type) return undefined;
  return issue("collection_type_change", "Collection type cannot be changed.");
}

const ruleNames = ["listRule", "viewRule", "createRule", "updateRule", "deleteRule"] as const;
const writingRules: readonly string[] = ["createRule", "updateRule", "deleteRule"];

function rulesIssues(
  db: Db,
  collection: Collection,
  { original, ruleCheckers }: CollectionSurroundings,
): Record<string, Issue> {
  const found: Record<string, Issue> = {};
  for (const name of ruleNames) {
    const rule = collection[name];
    if (original?.system === true && original[name] !== rule)
      found[name] = issue("collection_system_rule_change", "System collection API rule cannot be changed.");
    else if (collection.isView && writingRules.includes(name) && rule !== null)
      found[name] = issue("nil", "must be blank");
    else if (rule) found[name] = ruleIssue(db, collection, rule, ruleCheckers);
  }
  return found;
}

function ruleIssue(
  db: Db,
  collection: Collection,
  rule: string,
  checkers: readonly RuleChecker[],
): ValidationIssue | undefined {
  for (const checker of checkers) {
    const reason = checker.check(db, collection, rule);
    if (reason !== undefined) return issue("invalid_rule", `Invalid rule. Raw error: ${reason}`);
  }
  return undefined;
}

/** Longest piece of SQLite's words that is told. */
const mostWords = 500;

async function queryIssue(db: Db, { options }: Collection, stored: readonly Collection[]): Promise<Issue> {
  const query = String(options.viewQuery ?? "");
  const missing = required(query);
  if (missing !== undefined) return missing;
  try {
    await tryOut(db, async (tx) => {
      await inferFields(tx, query, stored);
      const trial = trialName(); // what is wrong with the collection's own name is told of the name
      await createView(tx, trial, query);
      await checkKeys(tx, trial);
    });
  } catch (error) {
    if (!(error instanceof InvalidViewQuery)) throw error;
    return issue("invalid_view_query", `Invalid query - ${error.message.slice(0, mostWords)}`);
  }
  return undefined;
}
