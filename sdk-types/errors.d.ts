// biome-ignore-all lint/suspicious/noExplicitAny: fields, bodies and SQL rows hold whatever the application put there
/** What is wrong with one value. */
declare class ValidationError extends Error {
  constructor(code: string, message: string);
  readonly code: string;
  /** The message. */
  error(): string;
  toJSON(): Data;
}

/** What went wrong, told and not thrown. */
interface ErrorValue {
  readonly message: string;
  error(): string;
  toString(): string;
  /** What is wrong with which value. */
  toJSON(): Data;
}

/** What a script catches when the server fails: `value` tells what it was. */
interface GoError extends Error {
  readonly value: ErrorValue | ApiError | ValidationError;
}

/** An answer in place of what was asked for; throw it or return it. `data` may hold ValidationErrors by field. */
declare class ApiError {
  constructor(status: number, message?: string, data?: Data);
  status: number;
  message: string;
  data: Data;
  /** The message. */
  error(): string;
  /** The data as it was given; null if there was none. */
  rawData(): any;
  toString(): string;
}
declare class BadRequestError extends ApiError {
  constructor(message?: string, data?: Data);
}
declare class UnauthorizedError extends ApiError {
  constructor(message?: string, data?: Data);
}
declare class ForbiddenError extends ApiError {
  constructor(message?: string, data?: Data);
}
declare class NotFoundError extends ApiError {
  constructor(message?: string, data?: Data);
}
declare class TooManyRequestsError extends ApiError {
  constructor(message?: string, data?: Data);
}
declare class InternalServerError extends ApiError {
  constructor(message?: string, data?: Data);
}
