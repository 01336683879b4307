import { AppError, defineError, ValidationError, ValidationErrors } from "#kernel";
import { ImportedInvalid } from "./import.ts";

export const SystemCollection = defineError(
  "system_collection",
  400,
  "System collections cannot be deleted.",
);

/** The text the reference gives for a collection whose id was changed. */
export const UnknownCollection = defineError(
  "unknown_collection",
  400,
  "failed to retrieve old cached collection: sql: no rows in result set.",
);

export const InvalidCollectionType = defineError(
  "invalid_collection_type",
  400,
  "Failed to load the collection type data due to invalid formatting.",
);
export const InvalidSubmission = defineError(
  "invalid_submission",
  400,
  "Failed to load the submitted data due to invalid formatting.",
);
export const ViewNotTruncated = defineError(
  "view_not_truncated",
  400,
  "View collections cannot be truncated since they don't store their own records.",
);
export const NotTruncated = defineError(
  "not_truncated",
  400,
  "Failed to truncate collection (most likely due to required cascade delete record references).",
);
export const NoListLanguage = defineError(
  "no_list_language",
  500,
  "No plugin reads filters: collections cannot be listed.",
);

/** Relation fields of other collections point here. */
export class CollectionInUse extends Error {
  /** Names of the collections these fields belong to. */
  readonly users: readonly string[];

  constructor(collection: string, users: readonly string[]) {
    super(`[${collection}] failed to delete due to existing relation references: ${users.join(", ")}`);
    this.name = "CollectionInUse";
    this.users = users;
  }
}

/** A collection was not saved: what is wrong with it, or the raw reason. */
export class NotSaved extends AppError {
  constructor(verb: "create" | "update", cause: unknown) {
    const isInvalid = cause instanceof ValidationErrors;
    const reason = isInvalid ? "" : ` Raw error: \n${messageOf(cause)}`;
    const data = isInvalid ? cause.errors : {};
    super("collection_not_saved", 400, `Failed to ${verb} collection.${reason}`, data, { cause });
  }
}

export class NotDeleted extends AppError {
  constructor(cause: unknown) {
    const reason =
      cause instanceof CollectionInUse
        ? ` probably due to existing reference in ${cause.users.join(", ")}`
        : "";
    super("collection_not_deleted", 400, `Failed to delete collection${reason}.`, {}, { cause });
  }
}

export class NotImported extends AppError {
  constructor(cause: ValidationErrors) {
    super("collections_not_imported", 400, "Failed to import collections.", cause.errors, { cause });
  }
}

/** Why an import failed: what is wrong with the collection that could not be saved, or the reason by itself. */
export function importIssues(cause: unknown): ValidationErrors {
  if (
    cause instanceof Error &&
    !(cause instanceof ImportedInvalid) &&
    cause.cause instanceof ValidationErrors
  )
    return cause.cause;
  const message =
    cause instanceof ImportedInvalid
      ? cause.message
      : `Failed to import the collections configuration. Raw error:\n${messageOf(cause)}`;
  return new ValidationErrors({
    collections: new ValidationError("validation_collections_import_failure", message),
  });
}

export class ViewQueryRefused extends AppError {
  constructor(cause: Error) {
    super("view_query_refused", 400, `Invalid view query. Raw error: \n${cause.message}`, {}, { cause });
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
