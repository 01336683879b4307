import {
  type AppError,
  Form,
  type RequestEvent,
  type UploadedFile,
  ValidationError,
  ValidationErrors,
  type ValidationIssue,
} from "#kernel";
import type { BatchRequestItem } from "../contract.ts";
import { InvalidBatch, UnreadableBatch } from "../errors.ts";

const methods = ["GET", "POST", "PUT", "PATCH", "DELETE"];
const maxUrlLength = 2000;

export interface Batch {
  readonly items: BatchRequestItem[];
  /** Files by the place of their item, under the keys of its own body. */
  readonly files: ReadonlyMap<number, readonly UploadedFile[]>;
}

/** The items of a batch. Throws InvalidBatch with what is wrong with each. */
export async function readBatch(request: RequestEvent, maxRequests: number): Promise<Batch> {
  const given = (await Form.of(request, UnreadableBatch)).forms("requests");
  if (given.length === 0) throw invalid(new ValidationError("validation_required", "cannot be blank"));
  if (given.length > maxRequests) {
    throw invalid(
      new ValidationError("validation_length_too_long", "the length must be no more than {{.max}}", {
        max: maxRequests,
        min: 0,
      }),
    );
  }
  const items = given.map(readItem);
  const issues: Record<string, ValidationIssue> = {};
  for (const [i, item] of items.entries()) {
    const wrong = problemsOf(item);
    if (Object.keys(wrong).length > 0) issues[i] = new ValidationErrors(wrong);
  }
  if (Object.keys(issues).length > 0) throw invalid(new ValidationErrors(issues));
  return { items, files: sortFiles((await request.body()).files) };
}

function invalid(issue: ValidationIssue): AppError {
  return new InvalidBatch({ requests: issue });
}

function readItem(item: Form): BatchRequestItem {
  const headers = item.object("headers");
  for (const value of Object.values(headers))
    if (typeof value !== "string" && value !== null) throw new UnreadableBatch();
  return {
    method: item.text("method"),
    url: item.text("url"),
    headers: headers as Record<string, string>, // checked above
    body: item.object("body"),
  };
}

function problemsOf({ method, url }: BatchRequestItem): Record<string, ValidationError> {
  const issues: Record<string, ValidationError> = {};
  if (method === "") issues.method = new ValidationError("validation_required", "cannot be blank");
  else if (!methods.includes(method))
    issues.method = new ValidationError("validation_in_invalid", "must be a valid value");
  if (url === "") issues.url = new ValidationError("validation_required", "cannot be blank");
  else if (url.length > maxUrlLength) {
    issues.url = new ValidationError(
      "validation_length_too_long",
      "the length must be no more than {{.max}}",
      {
        max: maxUrlLength,
        min: 0,
      },
    );
  }
  return issues;
}

/** `requests.0.cover` and `requests[0].cover` are the `cover` of the first item. */
function sortFiles(files: readonly UploadedFile[]): ReadonlyMap<number, readonly UploadedFile[]> {
  const sorted = new Map<number, UploadedFile[]>();
  for (const file of files) {
    const [, dotted, bracketed, key] = /^requests(?:\.(\d+)|\[(\d+)\])\.(.+)$/.exec(file.key) ?? [];
    if (key === undefined) continue;
    const index = Number(dotted ?? bracketed);
    sorted.set(index, [...(sorted.get(index) ?? []), { ...file, key }]);
  }
  return sorted;
}
