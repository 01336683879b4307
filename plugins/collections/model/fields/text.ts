import { ValidationError } from "#kernel";
import { toText } from "../casts.ts";
import type { Field, FieldType } from "../field.ts";
import { generate } from "../generate.ts";
import { quickPattern } from "../pattern.ts";
import { keyProblem } from "../primary-key.ts";
import { cannotBeBlank } from "../required.ts";
import { textBasics } from "../text-basics.ts";
import { characters } from "../text-length.ts";

/** Most characters of a text whose field sets no `max`. */
const defaultMax = 5000;

/** Plain text; also the primary key. */
export const text: FieldType = {
  ...textBasics,
  name: "text",
  options: {
    autogeneratePattern: "text",
    max: "integer",
    min: "integer",
    pattern: "text",
    primaryKey: "flag",
  },
  columnType: (field) =>
    field.primaryKey === true
      ? "TEXT PRIMARY KEY DEFAULT ('r'||lower(hex(randomblob(7)))) NOT NULL"
      : "TEXT DEFAULT '' NOT NULL",
  modifiers: {
    autogenerate: (field, _current, given) =>
      toText(given) + (field.autogeneratePattern ? generate(String(field.autogeneratePattern)) : ""),
  },
  onSave: (field, { operation, value }) =>
    operation === "create" && value === "" && field.autogeneratePattern
      ? generate(String(field.autogeneratePattern))
      : value,
  check,
};

function check(field: Field, value: unknown): ValidationError | undefined {
  const given = value as string;
  if (field.primaryKey === true) {
    const problem = given === "" ? cannotBeBlank() : keyProblem(field, given);
    if (problem !== undefined) return problem;
  }
  if (given === "") return field.required === true ? cannotBeBlank() : undefined;
  const length = characters(given);
  const min = Number(field.min);
  if (min > 0 && length < min)
    return new ValidationError("validation_min_text_constraint", "Must be at least {{.min}} character(s).", {
      min,
    });
  const max = Number(field.max) || defaultMax;
  if (length > max)
    return new ValidationError(
      "validation_max_text_constraint",
      "Must be no more than {{.max}} character(s).",
      {
        max,
      },
    );
  if (field.pattern && quickPattern(String(field.pattern))?.test(given) === false)
    return new ValidationError("validation_invalid_format", "Invalid value format.");
  return undefined;
}
