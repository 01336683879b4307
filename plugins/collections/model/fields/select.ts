import { ValidationError } from "#kernel";
import { choiceBasics, many } from "../choices.ts";
import type { Field, FieldType } from "../field.ts";
import { checkFilled } from "../required.ts";
import { tooManyValues } from "../too-many.ts";

/** One or several of given values. */
export const select: FieldType = {
  ...choiceBasics,
  name: "select",
  options: { maxSelect: "integer", values: "list" },
  check: (field, value) =>
    checkFilled(choiceBasics, field, value, () => checkValues(field, many<string>(value))),
};

function checkValues(field: Field, given: readonly string[]): ValidationError | undefined {
  const problem = tooManyValues(field, given.length);
  if (problem !== undefined) return problem;
  const allowed = (field.values ?? []) as readonly string[];
  const unknown = given.find((value) => !allowed.includes(value));
  if (unknown === undefined) return undefined;
  return new ValidationError("validation_invalid_value", "Invalid value {{.value}}", { value: unknown });
}
