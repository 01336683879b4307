import { escapeJson, type SqlValue, ValidationError } from "#kernel";
import type { Field, FieldType } from "../field.ts";
import { numberSql } from "../json-number.ts";
import { cannotBeBlank } from "../required.ts";
import { utf8Bytes } from "../text-length.ts";

/** Most bytes of a value whose field sets no `maxSize`. */
export const defaultJsonSize = 1024 * 1024;

/** Any JSON value. */
export const json: FieldType = {
  name: "json",
  options: { maxSize: "integer" },
  columnType: () => "JSON DEFAULT NULL",
  isMultiple: () => false,
  zero: () => null,
  normalize: (_field, value) => (typeof value === "string" ? fromText(value) : inOrder(value)),
  fromColumn: (_field, value) => fromColumn(value),
  toColumn: (_field, value) => (value === null ? null : written(value)),
  toJson: (_field, value) => value,
  isEmpty: (_field, value) => isEmpty(value),
  check,
  jsonSql: (_field, column) =>
    `CASE typeof(${column}) WHEN 'null' THEN 'null' WHEN 'text' THEN ` +
    `CASE WHEN json_valid(${column}) AND substr(${column},1,1) GLOB '[-0-9"[{tfn]' THEN json(${column}) END ` +
    `ELSE ${numberSql(column)} END`,
};

/** Text as a client may send it: JSON if it looks and reads like it, else itself. */
function fromText(text: string): unknown {
  if (text === "null" || text === "true" || text === "false" || /^[-\d"[{]/.test(text)) {
    try {
      return settled(JSON.parse(text));
    } catch {
      // not JSON: the text itself is the value
    }
  }
  return text;
}

function fromColumn(value: SqlValue): unknown {
  if (typeof value === "string") return fromText(value);
  return value === null || typeof value === "number" ? value : Number(value);
}

// What was read from text keeps the order it had there, also when it is set again.
const inPlace = new WeakSet<object>();

function settled<T>(value: T): T {
  if (typeof value === "object" && value !== null) inPlace.add(value);
  return value;
}

/** Keys of objects in the order of the alphabet, as the reference writes what came as an object. */
function inOrder(value: unknown): unknown {
  if (value === undefined || value === null) return null;
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  if (typeof value !== "object") return value;
  if (inPlace.has(value)) return value;
  if (Array.isArray(value)) return value.map(inOrder);
  if ("toJSON" in value && typeof value.toJSON === "function") return inOrder(value.toJSON());
  const items = value as Readonly<Record<string, unknown>>;
  const keys = Object.keys(items).filter((key) => items[key] !== undefined);
  // Not by assignment: a key may be called __proto__.
  return Object.fromEntries(keys.sort().map((key) => [key, inOrder(items[key])]));
}

/** As it is stored: within lists and objects escaped as in answers, a text by itself not. */
function written(value: unknown): string {
  const text = JSON.stringify(value);
  return typeof value === "string" ? text : escapeJson(text);
}

function isEmpty(value: unknown): boolean {
  if (value === null || value === "") return true;
  return typeof value === "object" && Object.keys(value).length === 0;
}

// The reference quotes text in a way that JSON cannot read back for these.
// biome-ignore lint/suspicious/noControlCharactersInRegex: it is them that are meant
const unquotable = /[\x00-\x07\x0b\x0e-\x1f\x7f]/;

function check(field: Field, value: unknown): ValidationError | undefined {
  if (typeof value === "string" && unquotable.test(value))
    return new ValidationError("validation_invalid_json", "Must be a valid json value");
  const maxSize = Number(field.maxSize) || defaultJsonSize;
  if (utf8Bytes(written(value)) > maxSize)
    return new ValidationError(
      "validation_json_size_limit",
      "The maximum allowed JSON size is {{.maxSize}} bytes",
      { maxSize },
    );
  return field.required === true && isEmpty(value) ? cannotBeBlank() : undefined;
}
