import { ValidationError } from "#kernel";
import { toText } from "../casts.ts";
import type { Field, FieldType } from "../field.ts";
import { quickPattern } from "../pattern.ts";
import { cannotBeBlank } from "../required.ts";
import { textBasics } from "../text-basics.ts";
import { characters, utf8Bytes } from "../text-length.ts";

/** A password: the hash that is stored, and the plain text while it was newly set. */
export interface PasswordValue {
  readonly hash: string;
  readonly plain: string;
}

/** Most characters of a password whose field sets no `max`. */
const defaultMax = 71;
/** bcrypt refuses more. */
const mostBytes = 72;

/** A password, of which only the bcrypt hash is kept. */
export const password: FieldType = {
  ...textBasics,
  name: "password",
  options: { cost: "integer", max: "integer", min: "integer", pattern: "text" },
  zero: () => none,
  normalize: (_field, value) => (isMade(value) ? value : made({ hash: "", plain: toText(value) })),
  views: {
    "": (_field, value) => (value as PasswordValue).plain,
    hash: (_field, value) => (value as PasswordValue).hash,
  },
  fromColumn: (_field, value) => hashed(toText(value)),
  toColumn: (_field, value) => (value as PasswordValue).hash,
  toJson: () => "",
  isEmpty: (_field, value) => (value as PasswordValue).hash === "" && (value as PasswordValue).plain === "",
  check,
  jsonSql: () => `'""'`,
};

/** A stored password. */
export function hashed(hash: string): PasswordValue {
  return hash === "" ? none : made({ hash, plain: "" });
}

// Told apart by where they were made, not by how they look: what a client sends may look like one.
const ours = new WeakSet<object>();
const none: PasswordValue = made({ hash: "", plain: "" });

function made(value: PasswordValue): PasswordValue {
  ours.add(value);
  return value;
}

function isMade(value: unknown): value is PasswordValue {
  return typeof value === "object" && value !== null && ours.has(value);
}

function check(field: Field, value: unknown): ValidationError | undefined {
  const { hash, plain } = value as PasswordValue;
  if (plain === "") return hash === "" && field.required === true ? cannotBeBlank() : undefined;
  const length = characters(plain);
  const min = Number(field.min);
  if (length < min)
    return new ValidationError("validation_min_text_constraint", `Must be at least ${min} character(s)`);
  const max = Number(field.max) || defaultMax;
  if (length > max)
    return new ValidationError("validation_max_text_constraint", `Must be less than ${max} character(s)`);
  if (field.pattern && quickPattern(String(field.pattern))?.test(plain) === false)
    return new ValidationError("validation_invalid_format", "Invalid value format");
  return utf8Bytes(plain) > mostBytes
    ? new ValidationError("validation_invalid_value", "Invalid value.")
    : undefined;
}
