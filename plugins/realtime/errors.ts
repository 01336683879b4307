import { defineError, ValidationError } from "#kernel";

export const InvalidSubscription = defineError("invalid_subscription", 400, "");
export const UnknownClient = defineError("unknown_client", 404, "Missing or invalid client id.");
export const InvalidClient = defineError("invalid_client", 400, "Invalid realtime client.");
export const AuthMismatch = defineError(
  "auth_mismatch",
  403,
  "The current and the previous request authorization don't match.",
);

export const required = new ValidationError("validation_required", "cannot be blank");

export function tooLong(max: number): ValidationError {
  const params = { max, min: 0 };
  return new ValidationError(
    "validation_length_too_long",
    "the length must be no more than {{.max}}",
    params,
  );
}

export function lengthOutside(min: number, max: number): ValidationError {
  return new ValidationError(
    "validation_length_out_of_range",
    "the length must be between {{.min}} and {{.max}}",
    { max, min },
  );
}
