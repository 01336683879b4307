import { ValidationError as HostValidationError, sentenize } from "#kernel";
import type { Tagged } from "../bridge/wire.ts";
import { toWire, unpackAs } from "./codec.ts";

/** What the host says about an error of its own. */
export interface HostErrorData {
  readonly kind: string;
  readonly message: string;
  /** Where the host keeps the original. */
  readonly ref?: number;
  readonly value?: unknown;
}

/** What a GoError stands for: its text is the message, its JSON what went wrong with which value. */
export class ErrorValue {
  readonly #message: string;
  readonly #details: object;
  readonly #ref: number | undefined;

  constructor(message: string, details: object = {}, ref?: number) {
    this.#message = message;
    this.#details = details;
    this.#ref = ref;
  }

  get message(): string {
    return this.#message;
  }

  error(): string {
    return this.#message;
  }

  toString(): string {
    return this.#message;
  }

  toJSON(): object {
    return this.#details;
  }

  [toWire](): Tagged {
    return { $: "error", message: this.#message, ref: this.#ref };
  }

  /** Where the host keeps the error. */
  static refOf(value: ErrorValue): number | undefined {
    return value.#ref;
  }
}

/** An error that came from the host, or through next(); named as the reference names those of its own. */
export class GoError extends Error {
  readonly value: ErrorValue | ApiError | ValidationError;

  constructor(message: string, value: GoError["value"] = new ErrorValue(message)) {
    super(message);
    this.value = value;
  }

  [toWire](encode: (inner: unknown) => unknown): Tagged {
    if (this.value instanceof ErrorValue) return this.value[toWire]();
    return encode(this.value) as Tagged;
  }
}

Object.defineProperty(GoError.prototype, "name", { value: "GoError", writable: true, configurable: true });

/** An error of ours in the form of those that come from the host. */
export function goError(message: string): GoError {
  return new GoError(message);
}

export function rebuildError({ message, value, ref }: HostErrorData): GoError {
  return new GoError(message, rebuildValue(message, value, ref));
}

function rebuildValue(message: string, value: unknown, ref: number | undefined): GoError["value"] {
  return new ErrorValue(message, typeof value === "object" && value !== null ? value : {}, ref);
}

/** An error on its way through a handler's next(): what is no Error becomes one that holds it. */
export function throughNext(error: unknown): unknown {
  return error instanceof ApiError || error instanceof ValidationError
    ? new GoError(error.toString(), error)
    : error;
}

/** What is wrong with one value, as scripts make it. */
export class ValidationError extends HostValidationError {
  constructor(code?: unknown, message?: unknown) {
    super(text(code), text(message));
  }

  error(): string {
    return this.message;
  }

  override toString(): string {
    return this.message;
  }

  toJSON(): object {
    return {};
  }

  [toWire](): Tagged {
    return { $: "validation", code: this.code, message: this.message, params: this.params };
  }
}

unpackAs("validation", (tagged) => new ValidationError(tagged.code, tagged.message));
// An error that is handed over, not thrown.
unpackAs("error", (tagged) => rebuildError(tagged as unknown as HostErrorData).value);

const defaults: Readonly<Record<number, string>> = {
  400: "Something went wrong while processing your request.",
  401: "Missing or invalid authentication.",
  403: "You are not allowed to perform this request.",
  404: "The requested resource wasn't found.",
  429: "Too Many Requests.",
  500: "Something went wrong while processing your request.",
};

/** An answer in place of what was asked for. As in the reference not an Error, and its text is its message. */
export class ApiError {
  data: unknown;
  message: string;
  status: number;
  readonly #raw: unknown;
  readonly #stack: string;

  constructor(status?: unknown, message?: unknown, data?: unknown) {
    this.status = Number(status) || 0;
    this.message = sentenize(text(message)) || defaults[this.status] || "";
    this.#raw = data instanceof GoError ? { value: data.value } : data;
    this.data = told(this.#raw);
    this.#stack = new Error(this.message).stack ?? "";
  }

  error(): string {
    return this.message;
  }

  /** The data as it was given; null if there was none. */
  rawData(): unknown {
    return this.#raw ?? null;
  }

  [toWire](encode: (inner: unknown) => unknown): Tagged {
    return encode({ ...this }) as Tagged;
  }

  /** What goes to the client: the data as given, unless a handler put other data in its place. */
  static answerOf(error: ApiError): unknown {
    return error.#raw ?? {};
  }

  toString(): string {
    return this.message;
  }

  /** Where it was made, for the log. */
  static stackOf(error: ApiError): string {
    return error.#stack;
  }
}

/** The data of an API error as clients see it: issues by field; what is none says only that something is wrong. */
function told(data: unknown): unknown {
  if (data instanceof ErrorValue) return data.toJSON();
  if (typeof data !== "object" || data === null || Array.isArray(data) || data instanceof Error) return {};
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, issue(value)]));
}

function issue(value: unknown): unknown {
  if (value instanceof ValidationError) return { code: value.code, message: sentenize(value.message) };
  const isMap =
    typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
  return isMap ? told(value) : { code: "validation_invalid_value", message: "Invalid value." };
}

/**
 * What scripts call ApiError: as in the reference only what was made by `new ApiError()` is one, neither the errors with
 * a name of their own nor what `e.error()` gives.
 */
export class GivenApiError extends ApiError {
  static override readonly name = "ApiError";
}

export class BadRequestError extends ApiError {
  constructor(message?: unknown, data?: unknown) {
    super(400, message, data);
  }
}

export class UnauthorizedError extends ApiError {
  constructor(message?: unknown, data?: unknown) {
    super(401, message, data);
  }
}

export class ForbiddenError extends ApiError {
  constructor(message?: unknown, data?: unknown) {
    super(403, message, data);
  }
}

export class NotFoundError extends ApiError {
  constructor(message?: unknown, data?: unknown) {
    super(404, message, data);
  }
}

export class TooManyRequestsError extends ApiError {
  constructor(message?: unknown, data?: unknown) {
    super(429, message, data);
  }
}

export class InternalServerError extends ApiError {
  constructor(message?: unknown, data?: unknown) {
    super(500, message, data);
  }
}

/** True for what counts as thrown when a handler returns it: errors made to be answers, not exceptions caught on the way. */
export function isErrorValue(value: unknown): boolean {
  return value instanceof ApiError || value instanceof ValidationError || value instanceof ErrorValue;
}

/** A thrown value as plain data, for the host. */
export function describeError(error: unknown, encode: (value: unknown) => unknown): Record<string, unknown> {
  if (error instanceof ApiError) {
    const { status, message } = error;
    const data = encode(ApiError.answerOf(error));
    return { kind: "api", status, message, data, stack: ApiError.stackOf(error) };
  }
  if (error instanceof ErrorValue)
    return { kind: "host", ref: ErrorValue.refOf(error), message: error.error() };
  if (error instanceof GoError) {
    const { value, stack } = error;
    return { ...describeError(value, encode), stack };
  }
  if (error instanceof HostValidationError) {
    return { kind: "validation", code: error.code, message: error.message, stack: error.stack };
  }
  if (error instanceof Error) {
    return { kind: "error", name: error.name, message: error.message, stack: error.stack };
  }
  return { kind: "value", message: describe(error) };
}

function describe(value: unknown): string {
  try {
    return typeof value === "object" ? JSON.stringify(value) : String(value);
  } catch {
    return "a value that cannot be shown";
  }
}

function text(value: unknown): string {
  return value === undefined || value === null ? "" : String(value);
}
