import { AppError, defineError, type ErrorData, ValidationError } from "#kernel";

/** A key that leads out of its folder. */
export class KeyOutside extends Error {
  constructor(key: string) {
    super(`The file key "${key}" leads out of its folder.`);
  }
}

export class TooMuchWaiting extends Error {
  constructor() {
    super("Too much is waiting to be done before this.");
  }
}

export class MissingFile extends Error {
  readonly code = "ENOENT";

  constructor(key: string) {
    super(`There is no file "${key}".`);
  }
}

export const MissingCollection = defineError(
  "missing_collection",
  404,
  "Missing or invalid collection context.",
);

export function invalidFiles(names: readonly string[]): ValidationError {
  return new ValidationError("validation_invalid_file", "Invalid new files: {{.invalidFiles}}.", {
    invalidFiles: names,
  });
}

/** `reason` tells the operator what an S3 test ran into. */
export class TestS3Failed extends AppError {
  constructor(data: ErrorData, reason?: string) {
    const rawError = reason === undefined ? "" : ` Raw error: \n${reason}`;
    super("test_s3_failed", 400, `Failed to test the S3 filesystem.${rawError}`, data);
  }
}

export const required = new ValidationError("validation_required", "cannot be blank");
export const notAFilesystem = new ValidationError("validation_in_invalid", "must be a valid value");
