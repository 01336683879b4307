import { ValidationError } from "#kernel";
import type { Field } from "./field.ts";

/** The complaint about more values than a select or relation field takes. */
export function tooManyValues(field: Field, count: number): ValidationError | undefined {
  const maxSelect = Math.max(Number(field.maxSelect), 1);
  if (count <= maxSelect) return undefined;
  return new ValidationError("validation_too_many_values", "Select no more than {{.maxSelect}}", {
    maxSelect,
  });
}
