import { AppError } from "#kernel";

/** A handler used up its running time, or the memory of its sandbox. The sandbox is gone; the server is not. */
export class ScriptEnded extends AppError {
  constructor(reason: string, options?: ErrorOptions) {
    super("script_ended", 500, "", {}, { cause: new Error(reason, options) });
  }
}

/** Handlers that save what their own handlers react to, without end. */
export class NestedTooDeep extends AppError {
  constructor(depth: number) {
    const reason = `Hooks are nested more than ${depth} deep: a handler causes the event it handles.`;
    super("nested_too_deep", 500, reason);
  }
}

export const CallIsOver = new Error(
  "This call of a handler is over: what it was given cannot be used afterwards.",
);
