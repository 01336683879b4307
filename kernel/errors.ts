/** What an error says about single values: by field name, nested where the value is. */
export type ErrorData = Readonly<Record<string, unknown>>;

/** A failure the caller may be told: its status, message and data are sent; its cause is only logged. */
export class AppError extends Error {
  readonly code: string;
  readonly status: number;
  readonly data: ErrorData;

  constructor(code: string, status: number, message: string, data: ErrorData = {}, options?: ErrorOptions) {
    super(message, options);
    this.name = "AppError";
    this.code = code;
    this.status = status;
    this.data = data;
  }
}

export interface ErrorKind {
  new (data?: ErrorData, options?: ErrorOptions): AppError;
}

/** Declares one failure of a room: its stable code, HTTP status and text. */
export function defineError(code: string, status: number, message: string): ErrorKind {
  return class extends AppError {
    constructor(data: ErrorData = {}, options?: ErrorOptions) {
      super(code, status, message, data, options);
    }
  };
}

/** What is wrong with one value. `message` is the raw text ("cannot be blank"); answers turn it into a sentence. */
export class ValidationError extends Error {
  readonly code: string;
  readonly params: Readonly<Record<string, unknown>> | undefined;

  constructor(code: string, message: string, params?: Readonly<Record<string, unknown>>) {
    super(message);
    this.name = "ValidationError";
    this.code = code;
    this.params = params;
  }
}

export type ValidationIssue = ValidationError | ValidationErrors;

/** Several values that are wrong, by key. Its text joins them as the reference does: `a: msg; b: (c: msg.).` */
export class ValidationErrors extends Error {
  readonly errors: Readonly<Record<string, ValidationIssue>>;

  constructor(errors: Readonly<Record<string, ValidationIssue>>) {
    super(describe(errors));
    this.name = "ValidationErrors";
    this.errors = errors;
  }
}

function describe(errors: Readonly<Record<string, ValidationIssue>>): string {
  const parts = Object.keys(errors)
    .sort()
    .map((key) => {
      const issue = errors[key];
      const text =
        issue instanceof ValidationErrors ? `(${issue.message})` : fillIn(issue as ValidationError);
      return `${key}: ${text}`;
    });
  return `${parts.join("; ")}.`;
}

/** The message of a validation error with its `{{.name}}` placeholders replaced by its params. */
export function fillIn(error: ValidationError): string {
  const { params } = error;
  if (params === undefined) return error.message;
  return error.message.replace(/\{\{\.(\w+)\}\}/g, (_, name: string) => display(params[name]));
}

function display(value: unknown): string {
  return Array.isArray(value) ? `[${value.join(" ")}]` : String(value);
}

/** First letter upper-cased, full stop added unless it ends with one of `.?!`. */
export function sentenize(text: string): string {
  const trimmed = text.trim();
  if (trimmed === "") return "";
  const sentence = trimmed[0]?.toUpperCase() + trimmed.slice(1);
  return /[.?!]$/.test(sentence) ? sentence : `${sentence}.`;
}

export const BadRequest = defineError(
  "bad_request",
  400,
  "Something went wrong while processing your request.",
);
export const Unauthorized = defineError("unauthorized", 401, "Missing or invalid authentication.");
export const Forbidden = defineError("forbidden", 403, "You are not allowed to perform this request.");
export const NotFound = defineError("not_found", 404, "The requested resource wasn't found.");
export const UnsupportedContentType = defineError(
  "unsupported_content_type",
  400,
  "Unsupported Content-Type.",
);
export const TooLarge = defineError("too_large", 413, "Request entity too large.");
export const InternalError = defineError(
  "internal_error",
  500,
  "Something went wrong while processing your request.",
);
