import { AppError } from "#kernel";

/** Where in a script something is. Lines and columns count from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** The source line. */
  readonly text?: string;
}

/** Scripts that cannot be put in place, for a reason their author can mend. */
export class ScriptProblem extends AppError {
  readonly place: Place | undefined;

  constructor(message: string, place?: Place, options?: ErrorOptions) {
    super("script_problem", 500, message, {}, options);
    this.place = place;
  }

  /** Message, place and source line, as a terminal shows them. */
  describe(): string {
    if (this.place === undefined) return this.message;
    const { file, line, column, text } = this.place;
    const shown = text === undefined ? "" : `\n    ${text}\n    ${" ".repeat(Math.max(0, column - 1))}^`;
    return `${file}:${line}:${column}: ${this.message}${shown}`;
  }
}

/** An error a script did not catch, with the stack in its author's lines. */
export class ScriptError extends Error {
  /** What kind of error it was in the script. */
  readonly kind: string;

  constructor(kind: string, message: string, stack: string) {
    super(message);
    this.name = "ScriptError";
    this.kind = kind;
    this.stack = stack;
  }
}

/** What the reference says where a row was expected. Answered like a missing file: 404, unless a hook's caller says otherwise. */
export class NoRows extends Error {
  readonly code = "ENOENT";

  constructor() {
    super("sql: no rows in result set");
    this.name = "NoRows";
  }
}
