import { toBool } from "../casts.ts";
import type { FieldType } from "../field.ts";
import { cannotBeBlank } from "../required.ts";

/** Yes or no. */
export const bool: FieldType = {
  name: "bool",
  options: {},
  columnType: () => "BOOLEAN DEFAULT FALSE NOT NULL",
  isMultiple: () => false,
  zero: () => false,
  normalize: (_field, value) => toBool(value),
  fromColumn: (_field, value) => value === 1 || (typeof value === "string" && toBool(value)),
  toColumn: (_field, value) => Number(value as boolean),
  toJson: (_field, value) => value,
  isEmpty: (_field, value) => value === false,
  check: (field, value) => (field.required === true && value === false ? cannotBeBlank() : undefined),
  jsonSql: (_field, column) =>
    `CASE WHEN ${column}=1 THEN 'true' WHEN typeof(${column})<>'text' THEN 'false' END`,
};
