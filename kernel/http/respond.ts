import {
  AppError,
  BadRequest,
  fillIn,
  NotFound,
  sentenize,
  ValidationError,
  ValidationErrors,
} from "../errors.ts";
import { stringify } from "./json.ts";
import type { RequestEvent } from "./request.ts";

const defaultMessages: Readonly<Record<number, string>> = {
  400: "Something went wrong while processing your request.",
  401: "Missing or invalid authentication.",
  403: "You are not allowed to perform this request.",
  404: "The requested resource wasn't found.",
  413: "Request entity too large.",
  429: "Too Many Requests.",
  500: "Something went wrong while processing your request.",
};

/** The answer to a failed request: what an AppError says, or 400 with nothing told. Kept in `e.error` for the log. */
export function respondError(e: RequestEvent, error: unknown): void {
  e.error = error;
  if (e.written) return; // the answer stands; the error is for the log
  const { status, body } = errorAnswer(error);
  e.jsonText(status, stringify(body));
}

export interface ErrorBody {
  readonly data: Readonly<Record<string, unknown>>;
  readonly message: string;
  readonly status: number;
}

/** Status and body of the answer to an error; the one place where failures become HTTP. */
export function errorAnswer(error: unknown): { readonly status: number; readonly body: ErrorBody } {
  const told = asTold(error);
  const status = told.status >= 100 && told.status <= 999 ? told.status : 400;
  const message = sentenize(told.message) || (defaultMessages[status] ?? "");
  return { status, body: { data: errorData(told.data), message, status } };
}

function asTold(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (error instanceof ValidationErrors) return new BadRequest(error.errors, { cause: error });
  if (isMissingFile(error)) return new NotFound({}, { cause: error });
  return new BadRequest({}, { cause: error });
}

function isMissingFile(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}

/** Data of an error as it is sent: validation issues as code and message, nested as they are, all else generic. */
export function errorData(data: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const told: Record<string, unknown> = {};
  for (const key of Object.keys(data).sort()) told[key] = errorItem(data[key]);
  return told;
}

function errorItem(item: unknown): unknown {
  if (item instanceof ValidationError) {
    const leaf = { code: item.code, message: sentenize(fillIn(item)) };
    return item.params === undefined ? leaf : { ...leaf, params: sortedByKey(item.params) };
  }
  if (item instanceof ValidationErrors) return errorData(item.errors);
  if (item instanceof ToldAsIs) return item.value;
  if (isNested(item)) return errorData(item);
  return { code: "validation_invalid_value", message: "Invalid value." };
}

function sortedByKey(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function isNested(item: unknown): item is Record<string, unknown> {
  if (typeof item !== "object" || item === null || Object.getPrototypeOf(item) !== Object.prototype)
    return false;
  const values = Object.values(item);
  return values.every(
    (v) =>
      v instanceof ValidationError || v instanceof ValidationErrors || v instanceof ToldAsIs || isNested(v),
  );
}

/** A value of error data that is sent without change, such as the answer to one request of a batch. */
export class ToldAsIs {
  readonly value: unknown;

  constructor(value: unknown) {
    this.value = value;
  }
}
