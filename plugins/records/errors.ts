import { AppError } from "#kernel";

/** A filter or sort that cannot be read. What is wrong is for the log; callers learn only that it is invalid. */
export class InvalidFilter extends AppError {
  readonly reason: string;

  constructor(reason: string) {
    super("invalid_filter", 400, "", {}, { cause: new Error(reason) });
    this.reason = reason;
  }
}
