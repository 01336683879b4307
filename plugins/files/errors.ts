import { AppError, BadRequest, NotFound, ValidationError } from "#kernel";

/** A key that leads out of its folder. */
export class KeyOutside extends Error {
  constructor(key: string) {
    super(`The file key "${key}" leads out of its folder.`);
  }
}

export class MissingFile extends Error {
  readonly code = "ENOENT";

  constructor(key: string) {
    super(`There is no file "${key}".`);
  }
}

export function missingCollection(): AppError {
  return new AppError("not_found", 404, "Missing or invalid collection context.");
}

export function noFileToken(cause: unknown): AppError {
  return new BadRequest({}, { cause });
}

export const FileNotFound = NotFound;

export function invalidFiles(names: readonly string[]): ValidationError {
  return new ValidationError("validation_invalid_file", "Invalid new files: {{.invalidFiles}}.", {
    invalidFiles: names,
  });
}

export function wrongMimeType(name: string, allowed: readonly string[]): ValidationError {
  return new ValidationError(
    "validation_invalid_mime_type",
    `"${name}" mime type must be one of: ${allowed.join(", ")}.`,
  );
}
