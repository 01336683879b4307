import { ValidationError } from "#kernel";
import { toNumber } from "../casts.ts";
import type { Field, FieldType } from "../field.ts";
import { numberSql } from "../json-number.ts";
import { cannotBeBlank } from "../required.ts";

/** A number, whole or not. */
export const number: FieldType = {
  name: "number",
  options: { max: "number", min: "number", onlyInt: "flag" },
  columnType: () => "NUMERIC DEFAULT 0 NOT NULL",
  isMultiple: () => false,
  zero: () => 0,
  normalize: (_field, value) => toNumber(value),
  modifiers: {
    append: (_field, current, given) => toNumber(current) + toNumber(given),
    remove: (_field, current, given) => toNumber(current) - toNumber(given),
  },
  fromColumn: (_field, value) => (typeof value === "number" ? value : toNumber(value)),
  toColumn: (_field, value) => value as number,
  toJson: (_field, value) => value,
  isEmpty: (_field, value) => value === 0,
  check,
  jsonSql: (_field, column) => `CASE WHEN ${column} IS NULL THEN '0' ELSE ${numberSql(column)} END`,
};

function isInt64(value: number): boolean {
  return Number.isInteger(value) && Math.abs(value) < 2 ** 63;
}

function check(field: Field, value: unknown): ValidationError | undefined {
  const given = value as number;
  if (!Number.isFinite(given))
    return new ValidationError("validation_not_a_number", "The submitted number is not properly formatted");
  if (given === 0) return field.required === true ? cannotBeBlank() : undefined;
  if (field.onlyInt === true && !isInt64(given))
    return new ValidationError("validation_only_int_constraint", "Decimal numbers are not allowed");
  const min = field.min as number | null;
  if (min !== null && given < min)
    return new ValidationError("validation_min_number_constraint", "Must be greater or equal than {{.min}}", {
      min,
    });
  const max = field.max as number | null;
  if (max !== null && given > max)
    return new ValidationError("validation_max_number_constraint", "Must be less or equal than {{.max}}", {
      max,
    });
  return undefined;
}
