// biome-ignore-all lint/suspicious/noExplicitAny: fields, bodies and SQL rows hold whatever the application put there
/** What is wrong with one value. */
declare class ValidationError extends Error {
  constructor(code: string, message: string);
  readonly code: string;
}

/** An answer in place of what was asked for; throw it or return it. `data` may hold ValidationErrors by field. */
declare class ApiError {
  constructor(status: number, message?: string, data?: Data);
  readonly status: number;
  readonly message: string;
  readonly data: Data;
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
