import { ValidationError } from "#kernel";
import { choiceBasics, many } from "../choices.ts";
import type { FieldType } from "../field.ts";
import { checkFilled } from "../required.ts";
import { tooManyValues } from "../too-many.ts";

/** Ids of records of another collection. That they exist is checked where the database is. */
export const relation: FieldType = {
  ...choiceBasics,
  name: "relation",
  options: { cascadeDelete: "flag", collectionId: "text", maxSelect: "integer", minSelect: "integer" },
  check: (field, value) =>
    checkFilled(choiceBasics, field, value, () => {
      const count = many(value).length;
      const minSelect = Number(field.minSelect);
      if (minSelect > 0 && count < minSelect)
        return new ValidationError("validation_not_enough_values", "Select at least {{.minSelect}}", {
          minSelect,
        });
      return tooManyValues(field, count);
    }),
};
