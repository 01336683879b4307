import { ValidationError } from "#kernel";
import { hostOf, isUrl } from "../addresses.ts";
import { isDomainAllowed } from "../domains.ts";
import type { FieldType } from "../field.ts";
import { checkFilled } from "../required.ts";
import { textBasics } from "../text-basics.ts";

/** A web address. */
export const url: FieldType = {
  ...textBasics,
  name: "url",
  options: { exceptDomains: "list", onlyDomains: "list" },
  check: (field, value) =>
    checkFilled(textBasics, field, value, () => {
      const given = value as string;
      if (!isUrl(given)) return new ValidationError("validation_invalid_url", "Must be a valid url");
      if (isDomainAllowed(field, hostOf(given))) return undefined;
      return new ValidationError("validation_url_domain_not_allowed", "Url domain is not allowed");
    }),
};
