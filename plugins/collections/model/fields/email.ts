import { ValidationError } from "#kernel";
import { isEmail } from "../addresses.ts";
import { isDomainAllowed } from "../domains.ts";
import type { FieldType } from "../field.ts";
import { checkFilled } from "../required.ts";
import { textBasics } from "../text-basics.ts";

/** An email address. */
export const email: FieldType = {
  ...textBasics,
  name: "email",
  options: { exceptDomains: "list", onlyDomains: "list" },
  check: (field, value) =>
    checkFilled(textBasics, field, value, () => {
      const given = value as string;
      if (!isEmail(given)) return new ValidationError("validation_is_email", "must be a valid email address");
      const domain = given.slice(given.lastIndexOf("@") + 1);
      if (isDomainAllowed(field, domain)) return undefined;
      return new ValidationError("validation_email_domain_not_allowed", "Email domain is not allowed");
    }),
};
