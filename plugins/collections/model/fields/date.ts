import { ValidationError } from "#kernel";
import { dateBasics } from "../date-basics.ts";
import { timeOf, toDate } from "../dates.ts";
import type { FieldType } from "../field.ts";
import { checkFilled } from "../required.ts";

/** A moment in time. */
export const date: FieldType = {
  ...dateBasics,
  name: "date",
  options: { max: "date", min: "date" },
  check: (field, value) =>
    checkFilled(dateBasics, field, value, () => {
      const given = timeOf(value as string) ?? 0;
      const min = toDate(field.min);
      if (min !== "" && given < (timeOf(min) ?? 0))
        return outside("validation_min_greater_equal_than_required", "must be no less than", min);
      const max = toDate(field.max);
      if (max !== "" && given > (timeOf(max) ?? 0))
        return outside("validation_max_less_equal_than_required", "must be no greater than", max);
      return undefined;
    }),
};

// The text and the parameter show the same moment in two forms.
function outside(code: string, words: string, limit: string): ValidationError {
  const short = limit.replace(/\.?0*Z$/, "");
  return new ValidationError(code, `${words} ${short} +0000 UTC`, {
    threshold: `${short.replace(" ", "T")}Z`,
  });
}
