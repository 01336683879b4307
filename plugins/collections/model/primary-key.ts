import { ValidationError } from "#kernel";
import type { Field } from "./field.ts";

/** The pattern of primary keys unless a collection has its own; what it matches is free of the dangers below. */
export const defaultKeyPattern = "^[a-z0-9]+$";

// Keys become names of folders, so what file systems of any kind refuse is refused here.
const forbidden = [
  ".",
  "/",
  "\\",
  "|",
  '"',
  "'",
  "`",
  "<",
  ">",
  ":",
  "?",
  "*",
  "%",
  "$",
  "\0",
  "\t",
  "\n",
  "\r",
  " ",
];
const reserved = /^(?:CON|PRN|AUX|NUL|COM[1-9]|LPT[1-9])$/i;

/** What makes a text unusable as a primary key of its own pattern. */
export function keyProblem(field: Field, key: string): ValidationError | undefined {
  if (field.pattern === defaultKeyPattern) return undefined;
  const ch = forbidden.find((character) => key.includes(character));
  if (ch !== undefined)
    return new ValidationError(
      "validation_forbidden_pk_character",
      "'{{.ch}}' is not a valid primary key character.",
      { ch },
    );
  if (reserved.test(key))
    return new ValidationError(
      "validation_reserved_pk",
      "The primary key '{{.reserved}}' is reserved and cannot be used.",
      { reserved: key },
    );
  return undefined;
}
