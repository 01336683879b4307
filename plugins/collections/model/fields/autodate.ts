import { dateBasics } from "../date-basics.ts";
import type { FieldType } from "../field.ts";

/** The time a record was made or last changed. */
export const autodate: FieldType = {
  ...dateBasics,
  name: "autodate",
  options: { onCreate: "flag", onUpdate: "flag" },
  setBy: "server",
  onSave(field, { operation, value, original, now }) {
    if (value !== original) return value; // put there on purpose, past what clients may set
    const applies = operation === "create" ? field.onCreate : field.onUpdate;
    return applies === true ? now : value;
  },
  check: () => undefined,
};
