import { isStoredDate, toDate } from "./dates.ts";
import type { FieldType } from "./field.ts";

/** As dates are stored. What looks like it and is no date comes from nobody who writes through us or the reference. */
const storedForm = "[0-9]???-??-?? ??:??:??.???Z";

/** Everything of a field type that follows from its values being dates. */
export const dateBasics = {
  columnType: () => "TEXT DEFAULT '' NOT NULL",
  isMultiple: () => false,
  zero: () => "",
  normalize: (_field, value) => toDate(value),
  fromColumn: (_field, value) =>
    typeof value === "string" && (value === "" || isStoredDate(value)) ? value : toDate(value),
  toColumn: (_field, value) => value as string,
  toJson: (_field, value) => value,
  isEmpty: (_field, value) => value === "",
  jsonSql: (_field, column) =>
    `CASE WHEN ${column} GLOB '${storedForm}' THEN '"'||${column}||'"' WHEN ifnull(${column},'')='' THEN '""' END`,
} satisfies Partial<FieldType>;
