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

/** An error that came from the host; named as the reference names those of its own. */
export class GoError extends Error {
  override readonly name = "GoError";
  readonly value: unknown;
  readonly #ref: number | undefined;

  constructor(message: string, value: unknown, ref?: number) {
    super(message);
    this.value = value;
    this.#ref = ref;
  }

  [toWire](): Tagged {
    return { $: "error", message: this.message, ref: this.#ref };
  }

  /** Where the host keeps the error this one stands for. */
  static refOf(error: GoError): number | undefined {
    return error.#ref;
  }
}

/** An error of ours in the form of those that come from the host. */
export function goError(message: string): GoError {
  return new GoError(message, { message });
}

export function rebuildError(data: HostErrorData): GoError {
  return new GoError(data.message, data.value ?? { message: data.message }, data.ref);
}

/** What is wrong with one value, as scripts make it. */
export class ValidationError extends HostValidationError {
  constructor(code?: unknown, message?: unknown) {
    super(text(code), text(message));
  }

  [toWire](): Tagged {
    return { $: "validation", code: this.code, message: this.message, params: this.params };
  }
}

unpackAs("validation", (tagged) => new ValidationError(tagged.code, tagged.message));
unpackAs("error", (tagged) => rebuildError(tagged as unknown as HostErrorData));

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
  readonly #stack: string;

  constructor(status?: unknown, message?: unknown, data?: unknown) {
    this.status = Number(status) || 0;
    this.message = sentenize(text(message)) || defaults[this.status] || "";
    this.data = data ?? {};
    this.#stack = new Error(this.message).stack ?? "";
  }

  error(): string {
    return this.message;
  }

  rawData(): unknown {
    return this.data;
  }

  toString(): string {
    return this.message;
  }

  /** Where it was made, for the log. */
  static stackOf(error: ApiError): string {
    return error.#stack;
  }
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

/** True for what counts as thrown when a handler returns it. */
export function isErrorValue(value: unknown): boolean {
  return value instanceof ApiError || value instanceof Error;
}

/** A thrown value as plain data, for the host. */
export function describeError(error: unknown, encode: (value: unknown) => unknown): Record<string, unknown> {
  if (error instanceof ApiError) {
    const { status, message, data } = error;
    return { kind: "api", status, message, data: encode(data), stack: ApiError.stackOf(error) };
  }
  if (error instanceof GoError)
    return { kind: "host", ref: GoError.refOf(error), message: error.message, stack: error.stack };
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
