import { BadRequest } from "#kernel";

/** The statement would change a connection that others use. */
export class OutsideOfConsole extends Error {
  constructor() {
    super("transactions and attached databases are not available in the console");
    this.name = "OutsideOfConsole";
  }
}

export class EmptyQuery extends Error {
  constructor() {
    super("empty query");
    this.name = "EmptyQuery";
  }
}

export function sqlFailed(cause: unknown): Error {
  const failure = new BadRequest({}, { cause });
  failure.message = `Failed to execute query. Raw error:\n${cause instanceof Error ? cause.message : String(cause)}`;
  return failure;
}
