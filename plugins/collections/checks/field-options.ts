import type { Collection, Field } from "../contract.ts";
import { isDomain } from "../model/addresses.ts";
import { fieldType } from "../model/field-types.ts";
import { generate } from "../model/generate.ts";
import { patternProblem } from "../model/pattern-problem.ts";
import { atLeast, first, type Issue, issue, issues, matches, notIn, required, within } from "./issues.ts";

/** What the checks of a field may ask about others. */
export interface FieldSurroundings {
  readonly collection: Collection;
  /** The field as it is stored now; undefined for a new one. */
  readonly before: Field | undefined;
  find(collectionId: string): Collection | undefined;
}

type Found = Readonly<Record<string, Issue>>;
type OptionsCheck = (field: Field, around: FieldSurroundings) => Found;

const mostInteger = Number.MAX_SAFE_INTEGER;

/** What is wrong with the options a field has because of its type. */
export function optionIssues(field: Field, around: FieldSurroundings): Found {
  return checks[field.type]?.(field, around) ?? {};
}

const sized: OptionsCheck = (field) => ({ maxSize: within(num(field.maxSize), 0, mostInteger) });

const domains: OptionsCheck = (field) => {
  const only = texts(field.onlyDomains);
  const except = texts(field.exceptDomains);
  const areBoth = only.length > 0 && except.length > 0;
  const check = (list: readonly string[]): Issue => (areBoth ? mustBeBlank() : eachDomain(list));
  return { exceptDomains: check(except), onlyDomains: check(only) };
};

const checks: Readonly<Record<string, OptionsCheck>> = {
  text: textOptions,
  editor: sized,
  number: numberOptions,
  email: domains,
  url: domains,
  autodate: (field) => {
    if (field.onCreate === true || field.onUpdate === true) return {};
    const neither = issue("required", "either onCreate or onUpdate must be enabled");
    return { onCreate: neither, onUpdate: neither };
  },
  select: (field) => ({
    values: required(field.values),
    maxSelect: within(num(field.maxSelect), 0, Math.max(texts(field.values).length, 1)),
  }),
  json: sized,
  file: (field, around) => ({
    ...sized(field, around),
    maxSelect: within(num(field.maxSelect), 0, mostInteger),
    thumbs: eachThumb(texts(field.thumbs)),
  }),
  relation: relationOptions,
  password: (field) => ({
    min: within(num(field.min), 1, 71),
    max: within(num(field.max), num(field.min), 71),
    cost: within(num(field.cost), 4, 31),
    pattern: patternIssue(field.pattern),
  }),
};

function textOptions(field: Field, { collection }: FieldSurroundings): Found {
  const isKey = field.primaryKey === true;
  const isCompound = isKey && collection.fields.some((other) => other !== field && other.primaryKey === true);
  const compound = issue(
    "unsupported_composite_pk",
    "Composite PKs are not supported and the collection must have only 1 PK.",
  );
  return {
    name:
      isKey && field.name !== "id" ? issue("in_invalid", 'The primary key must be named "id".') : undefined,
    primaryKey: isCompound ? compound : undefined,
    required: isKey ? required(field.required) : undefined,
    hidden: isKey && field.hidden ? mustBeBlank() : undefined,
    min: within(num(field.min), 0, mostInteger),
    max: within(num(field.max), num(field.min), mostInteger),
    pattern: first(
      () => (isKey ? required(field.pattern) : undefined),
      () => patternIssue(field.pattern),
    ),
    autogeneratePattern: generatorIssue(field),
  };
}

function patternIssue(pattern: unknown): Issue {
  const problem = patternProblem(String(pattern));
  return problem === undefined ? undefined : issue("invalid_regex", problem);
}

/** A generator must make what the field itself accepts, every time. */
function generatorIssue(field: Field): Issue {
  const pattern = String(field.autogeneratePattern);
  if (pattern === "") return undefined;
  const problem = patternIssue(pattern);
  if (problem !== undefined) return problem;
  try {
    for (let i = 0; i < 10; i++) {
      const sample = generate(pattern);
      if (fieldType("text")?.check(field, sample) !== undefined)
        return issue(
          "invalid_autogenerate_pattern_value",
          `The provided autogenerate pattern could produce invalid field values, ex.: "${sample}"`,
        );
    }
  } catch (error) {
    return issue("invalid_autogenerate_pattern", error instanceof Error ? error.message : String(error));
  }
  return undefined;
}

function numberOptions(field: Field): Found {
  const min = field.min as number | null;
  const max = field.max as number | null;
  const fraction = (value: number | null): Issue =>
    field.onlyInt === true && value !== null && !Number.isInteger(value)
      ? issue("only_int_constraint", "Decimal numbers are not allowed")
      : undefined;
  const tooSmall =
    min !== null && max !== null && max < min
      ? issue("min_number_constraint", "Must be greater or equal than {{.min}}", { min })
      : undefined;
  return { min: fraction(min), max: fraction(max) ?? tooSmall };
}

function relationOptions(field: Field, around: FieldSurroundings): Found {
  const minSelect = num(field.minSelect);
  const least = Math.max(minSelect, 0);
  return {
    collectionId: first(
      () => required(field.collectionId),
      () => relatedIssue(field, around),
    ),
    minSelect: atLeast(minSelect, 0),
    maxSelect: first(
      () => (minSelect > 0 ? required(field.maxSelect) : undefined),
      () => within(num(field.maxSelect), least, mostInteger),
    ),
  };
}

function relatedIssue(field: Field, { collection, before, find }: FieldSurroundings): Issue {
  if (before !== undefined && before.collectionId !== field.collectionId)
    return issue("field_relation_change", "The relation collection cannot be changed.");
  const isSelf = field.collectionId === collection.id;
  const related = isSelf ? collection : find(String(field.collectionId));
  if (related === undefined || related.id !== field.collectionId)
    return issue("field_relation_missing_collection", "The relation collection doesn't exist.");
  if (collection.isView || !related.isView) return undefined;
  return issue(
    "relation_field_non_view_base_collection",
    "Only view collections are allowed to have relations to other views.",
  );
}

function eachDomain(list: readonly string[]): Issue {
  return issues(
    Object.fromEntries(
      list.map((domain, i) => [
        i,
        domain === "" || isDomain(domain) ? undefined : issue("is_domain", "must be a valid domain"),
      ]),
    ),
  );
}

function eachThumb(list: readonly string[]): Issue {
  const thumbIssue = (thumb: string): Issue =>
    first(
      () => notIn(thumb, ["0x0", "0x0t", "0x0b", "0x0f"]),
      () => matches(thumb, /^\d+x\d+(?:[tbf])?$/),
    );
  return issues(Object.fromEntries(list.map((thumb, i) => [i, thumbIssue(thumb)])));
}

function mustBeBlank(): Issue {
  return issue("empty", "must be blank");
}

function num(value: unknown): number {
  return typeof value === "number" ? value : 0;
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? (value as readonly string[]) : [];
}
