import { AppError, defineError } from "#kernel";

export const NoCollection = defineError("no_collection", 404, "Missing or invalid collection context.");
export const NoAuthCollection = defineError(
  "no_auth_collection",
  404,
  "Missing or invalid auth collection context.",
);
export const SignInRequired = defineError(
  "sign_in_required",
  401,
  "The request requires valid record authorization token.",
);
export const SuperuserOrOwnerRequired = defineError(
  "superuser_or_owner_required",
  401,
  "The request requires superuser or record authorization token.",
);
export const OtherRecordRequired = defineError(
  "other_record_required",
  403,
  "The authorized record is not allowed to perform this action.",
);
export const GuestsOnly = defineError("guests_only", 400, "The request can be accessed only by guests.");
export const AuthRuleNotMet = defineError(
  "auth_rule_not_met",
  403,
  "The request doesn't satisfy the collection requirements to authenticate.",
);
export const SignInFailed = defineError("sign_in_failed", 400, "Failed to authenticate.");
export const PasswordAuthOff = defineError(
  "password_auth_off",
  403,
  "The collection is not configured to allow password authentication.",
);
export const PasswordResetOff = defineError(
  "password_reset_off",
  400,
  "The collection is not configured to allow password authentication.",
);
export const OAuth2Off = defineError(
  "oauth2_off",
  403,
  "The collection is not configured to allow OAuth2 authentication.",
);
export const OtpOff = defineError(
  "otp_off",
  403,
  "The collection is not configured to allow OTP authentication.",
);
export const InvalidOtp = defineError("invalid_otp", 400, "Invalid or expired OTP.");
export const TooManyOtpAttempts = defineError(
  "too_many_otp_attempts",
  429,
  "Too many attempts, please try again later with a new OTP.",
);
export const MfaExpired = defineError("mfa_expired", 400, "Invalid or expired MFA session.");
export const MfaIdUnreadable = defineError("mfa_id_unreadable", 400, "Failed to read MFA Id.");
export const OtherMfaRecord = defineError("other_mfa_record", 400, "Invalid MFA session.");
export const SameMfaMethod = defineError(
  "same_mfa_method",
  400,
  "A different authentication method is required.",
);
export const TooManyRequests = defineError("too_many_requests", 429, "Too Many Requests.");
export const SuperusersAreVerified = defineError(
  "superusers_are_verified",
  400,
  "All superusers are verified by default.",
);
export const SuperusersChangeDirectly = defineError(
  "superusers_change_directly",
  400,
  "All superusers can change their emails directly.",
);
export const EmailChangeNotRequested = defineError(
  "email_change_not_requested",
  400,
  "Failed to request email change.",
);
export const EmailChangeFailed = defineError("email_change_failed", 400, "Failed to confirm email change.");
export const PasswordNotSet = defineError("password_not_set", 400, "Failed to set new password.");
export const VerificationFailed = defineError(
  "verification_failed",
  400,
  "An error occurred while saving the verified state.",
);
export const RecordNotCreated = defineError("record_not_created", 400, "Failed to create record.");
export const RecordNotUpdated = defineError("record_not_updated", 400, "Failed to update record.");
export const LastSuperuser = defineError(
  "last_superuser",
  400,
  "You can't delete the only existing superuser.",
);
export const TokenNotFetched = defineError("token_not_fetched", 400, "Failed to fetch OAuth2 token.");
export const UserNotFetched = defineError("user_not_fetched", 400, "Failed to fetch OAuth2 user.");

export const InvalidAppleSecret = defineError("invalid_apple_secret", 400, "Invalid client secret data.");

/** The operator is told what is wrong with the key. */
export class AppleSecretNotMade extends AppError {
  constructor(cause: unknown) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const message = `Failed to generate client secret. Raw error: \n${reason}`;
    super("apple_secret_not_made", 400, message, {}, { cause });
  }
}

/** For records of another collection than the path's; names the one they belong to. */
export class OtherCollectionRequired extends AppError {
  constructor(name: string) {
    super("other_collection_required", 403, `The request requires auth record from ${name} collection.`);
  }
}

/** The answer, sent already, asks for a second factor. */
export class MfaRequired extends Error {
  constructor() {
    super("mfa required");
    this.name = "MfaRequired";
  }
}
