import { toText } from "./casts.ts";
import type { FieldType } from "./field.ts";

/** Everything of a field type that follows from its values being one text. */
export const textBasics = {
  columnType: () => "TEXT DEFAULT '' NOT NULL",
  isMultiple: () => false,
  zero: () => "",
  normalize: (_field, value) => toText(value),
  fromColumn: (_field, value) => (typeof value === "string" ? value : toText(value)),
  toColumn: (_field, value) => value as string,
  toJson: (_field, value) => value,
  isEmpty: (_field, value) => value === "",
  jsonSql: (_field, column) => `json_quote(CAST(ifnull(${column},'') AS TEXT))`,
} satisfies Partial<FieldType>;
