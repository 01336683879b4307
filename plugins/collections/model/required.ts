import { ValidationError } from "#kernel";
import type { Field, FieldType } from "./field.ts";

export function cannotBeBlank(): ValidationError {
  return new ValidationError("validation_required", "cannot be blank");
}

/** The check most types begin with; the rest of theirs runs on what is not empty. */
export function checkFilled(
  type: Pick<FieldType, "isEmpty">,
  field: Field,
  value: unknown,
  rest: () => ValidationError | undefined,
): ValidationError | undefined {
  if (!type.isEmpty(field, value)) return rest();
  return field.required === true ? cannotBeBlank() : undefined;
}
