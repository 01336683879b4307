import { ValidationError } from "#kernel";

/** What may be wrong with single values of a request or of the auth options; codes and texts are the reference's. */
export const required = new ValidationError("validation_required", "cannot be blank");
export const requiredUnlessNull = new ValidationError(
  "validation_nil_or_not_empty_required",
  "cannot be blank",
);
export const mismatch = new ValidationError("validation_values_mismatch", "values don't match");
export const notAnEmail = new ValidationError("validation_is_email", "must be a valid email address");
export const invalidFormat = new ValidationError("validation_match_invalid", "must be in a valid format");
export const notInList = new ValidationError("validation_in_invalid", "must be a valid value");
export const inList = new ValidationError("validation_not_in_invalid", "must not be in list");
export const notAUrl = new ValidationError("validation_is_url", "must be a valid URL");
export const invalidToken = new ValidationError("validation_invalid_token", "Invalid or expired token.");
export const tokenWithoutEmail = new ValidationError(
  "validation_invalid_token_claims",
  "Missing email token claim.",
);
export const foreignToken = new ValidationError(
  "validation_token_collection_mismatch",
  "The provided token is for different auth collection.",
);
export const otherTokenEmail = new ValidationError(
  "validation_token_email_mismatch",
  "The record email doesn't match with the requested token claims.",
);
export const tokenWithoutNewEmail = new ValidationError(
  "validation_invalid_token_payload",
  "Invalid token payload - newEmail must be set.",
);
export const takenTokenEmail = new ValidationError(
  "validation_invalid_token_email",
  "The new email address is invalid.",
);
export const invalidNewEmail = new ValidationError(
  "validation_invalid_new_email",
  "Invalid new email address.",
);
export const invalidPassword = new ValidationError(
  "validation_invalid_password",
  "Missing or invalid auth record password.",
);
export const invalidOldPassword = new ValidationError(
  "validation_invalid_old_password",
  "Missing or invalid old password.",
);
export const takenAuthId = new ValidationError(
  "validation_invalid_auth_id",
  "Invalid or duplicated auth record id.",
);
export const unknownCollection = new ValidationError(
  "validation_invalid_collection_id",
  "Missing or invalid collection.",
);
export const notAnAuthCollection = new ValidationError(
  "validation_invalid_collection_type",
  "Invalid collection type - must be auth.",
);
export const unknownRecord = new ValidationError("validation_invalid_record", "Missing or invalid record.");
export const tooFewMethods = new ValidationError(
  "validation_mfa_not_enough_auths",
  "MFA requires at least 2 auth methods to be enabled.",
);

export const systemRuleChange = new ValidationError(
  "validation_collection_system_rule_change",
  "System collection API rule cannot be changed.",
);

export function lengthBetween(min: number, max: number): ValidationError {
  return new ValidationError(
    "validation_length_out_of_range",
    "the length must be between {{.min}} and {{.max}}",
    { min, max },
  );
}

export function exactLength(length: number): ValidationError {
  return new ValidationError("validation_length_invalid", "the length must be exactly {{.min}}", {
    min: length,
    max: length,
  });
}

export function tooSmall(threshold: number): ValidationError {
  return new ValidationError(
    "validation_min_greater_equal_than_required",
    "must be no less than {{.threshold}}",
    { threshold },
  );
}

export function tooLarge(threshold: number): ValidationError {
  return new ValidationError(
    "validation_max_less_equal_than_required",
    "must be no greater than {{.threshold}}",
    { threshold },
  );
}

export function missingField(fieldName: string): ValidationError {
  return new ValidationError("validation_missing_field", "Invalid or missing field {{.fieldName}}.", {
    fieldName,
  });
}

export function notUniqueField(fieldName: string): ValidationError {
  return new ValidationError(
    "validation_missing_unique_constraint",
    "The field {{.fieldName}} doesn't have a UNIQUE constraint.",
    { fieldName },
  );
}

export function doubledProvider(name: string): ValidationError {
  return new ValidationError(
    "validation_duplicated_provider",
    "The provider {{.name}} is already registered.",
    { name },
  );
}

export function unknownProvider(name: string): ValidationError {
  return new ValidationError(
    "validation_missing_provider",
    "Invalid or missing provider with name {{.name}}.",
    {
      name,
    },
  );
}

export function providerNotEnabled(name: string): ValidationError {
  return new ValidationError(
    "validation_invalid_provider",
    "Provider with name {{.name}} is missing or is not enabled.",
    { name },
  );
}

export function invalidRule(reason: string): ValidationError {
  return new ValidationError("validation_invalid_rule", `Invalid rule. Raw error: ${reason}`);
}
