import { AppError, defineError } from "#kernel";

/** A filter or sort that cannot be read. What is wrong is for the log; callers learn only that it is invalid. */
export class InvalidFilter extends AppError {
  readonly reason: string;

  constructor(reason: string) {
    super("invalid_filter", 400, "", {}, { cause: new Error(reason) });
    this.reason = reason;
  }
}

/** A sort by what no record has. */
export class InvalidSort extends InvalidFilter {
  constructor(name: string) {
    super(`invalid sort field "${name}"`);
  }
}

/** A name of a filter ends in `:something` that is none of the modifiers. */
export class UnknownModifier extends InvalidFilter {
  constructor(part: string) {
    super(`unknown modifier in "${part}"`);
  }
}

export const MissingCollection = defineError("missing_collection", 404, "Missing collection context.");
export const InvalidCollection = defineError(
  "invalid_collection",
  404,
  "Missing or invalid collection context.",
);
export const UnsupportedCollection = defineError(
  "unsupported_collection",
  400,
  "Unsupported collection type.",
);
export const SuperusersOnly = defineError("superusers_only", 403, "Only superusers can perform this action.");
export const CollectionFilterForbidden = defineError(
  "collection_filter_forbidden",
  403,
  "Only superusers can filter by @collection.",
);
export const RequestFilterForbidden = defineError(
  "request_filter_forbidden",
  403,
  "Only superusers can filter by @request.",
);
export const RecordNotEnriched = defineError("record_not_enriched", 500, "Failed to enrich record.");
export const RecordsNotEnriched = defineError("records_not_enriched", 500, "Failed to enrich records.");
export const RecordNotCreated = defineError("record_not_created", 400, "Failed to create record.");
export const RecordNotUpdated = defineError("record_not_updated", 400, "Failed to update record.");
export const RecordNotDeleted = defineError(
  "record_not_deleted",
  400,
  "Failed to delete record. Make sure that the record is not part of a required relation reference.",
);
export const BatchNotAllowed = defineError("batch_not_allowed", 403, "Batch requests are not allowed.");
export const UnreadableBatch = defineError(
  "unreadable_batch",
  400,
  "Failed to read the submitted batch data.",
);
export const InvalidBatch = defineError("invalid_batch", 400, "Invalid batch request data.");
export const BatchFailed = defineError("batch_failed", 400, "Batch transaction failed.");
export const RequiredReference = defineError(
  "required_reference",
  400,
  "Failed to delete record. Make sure that the record is not part of a required relation reference.",
);
