import type { SqlValue } from "#kernel";
import { listed, toTexts } from "./casts.ts";
import type { Field, FieldType } from "./field.ts";

// What select, relation and file have in common: one text, or a list of different texts when maxSelect is above 1.

export function isMultiple(field: Field): boolean {
  return Number(field.maxSelect ?? 0) > 1;
}

/** Everything of a field type that follows from its values being one or several texts. */
export const choiceBasics = {
  columnType: (field) => (isMultiple(field) ? "JSON DEFAULT '[]' NOT NULL" : "TEXT DEFAULT '' NOT NULL"),
  isMultiple,
  zero: (field) => (isMultiple(field) ? [] : ""),
  normalize: (field, value) => oneOrMany(field, toTexts(value)),
  modifiers: {
    append: (field, current, given) => oneOrMany(field, toTexts([...listed(current), ...listed(given)])),
    prepend: (field, current, given) => oneOrMany(field, toTexts([...listed(given), ...listed(current)])),
    remove: (field, current, given) => {
      const gone = new Set(toTexts(given));
      return oneOrMany(
        field,
        toTexts(current).filter((text) => !gone.has(text)),
      );
    },
  },
  fromColumn: (field, value) => fromColumn(field, value),
  toColumn: (field, value) => (isMultiple(field) ? JSON.stringify(value) : String(value)),
  toJson: (_field, value) => value,
  isEmpty: (_field, value) => (value as string | readonly string[]).length === 0,
  jsonSql: (field, column) => (isMultiple(field) ? listSql(column) : `json_quote(ifnull(${column},''))`),
} satisfies Partial<FieldType>;

/** Texts as the field keeps them: all, or the last. */
export function oneOrMany<T>(field: Field, items: readonly T[]): readonly T[] | T | "" {
  return isMultiple(field) ? items : (items.at(-1) ?? "");
}

/** A value of either form as a list. */
export function many<T>(value: unknown): readonly T[] {
  if (Array.isArray(value)) return value as readonly T[];
  return value === "" || value === null || value === undefined ? [] : [value as T];
}

function fromColumn(field: Field, value: SqlValue): unknown {
  if (typeof value === "string" && !isMultiple(field) && !value.startsWith("[")) return value;
  return oneOrMany(field, toTexts(value));
}

function listSql(column: string): string {
  return `CASE WHEN ifnull(${column},'') IN ('','[]') THEN '[]' WHEN json_valid(${column}) AND json_type(${column})='array' THEN json(${column}) END`;
}
