import { AppError, type ErrorData, ValidationError } from "#kernel";

export class TestEmailFailed extends AppError {
  /** `data` tells what is wrong with the request; `cause` what went wrong while sending. */
  constructor(data: ErrorData, options?: { readonly cause: unknown }) {
    super("test_email_failed", 400, `Failed to send the test email.${rawError(options)}`, data, options);
  }
}

/** Neither SMTP is set up nor a local program found; the text is the reference's. */
export class SendmailMissing extends Error {
  constructor() {
    super("failed to locate a sendmail executable path");
  }
}

export const required = new ValidationError("validation_required", "cannot be blank");
export const notAnEmail = new ValidationError("validation_is_email", "must be a valid email address");
export const notATemplate = new ValidationError("validation_in_invalid", "must be a valid value");
export const tooLong = new ValidationError(
  "validation_length_out_of_range",
  "the length must be between {{.min}} and {{.max}}",
  { min: 1, max: 255 },
);
export const notAnAuthCollection = new ValidationError(
  "validation_invalid_auth_collection",
  "Must be a valid auth collection id or name.",
);

function rawError(options: { readonly cause: unknown } | undefined): string {
  if (options === undefined) return "";
  const { cause } = options;
  return ` Raw error: \n${cause instanceof Error ? cause.message : String(cause)}`;
}
