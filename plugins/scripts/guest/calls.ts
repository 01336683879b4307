import { isPromise, runChain } from "./chain.ts";
import { type Delta, type EventData, HookEvent, leave } from "./event.ts";
import { call } from "./host.ts";
import { endsWithNextAt, handlerAt } from "./registry.ts";

/**
 * Runs neighbouring handlers of one event; gives what they changed after the last next(). Where that is the end of them
 * all, the host goes on by itself.
 */
export function runHandlers(places: string, text: string): unknown {
  const event = HookEvent.of(JSON.parse(text) as EventData);
  const row = places.split(",").map(Number);
  let next = false;
  const goOn = (): void => {
    next = true;
  };
  const changed = (): Delta | null => {
    const delta = HookEvent.changes(event) ?? null;
    return next ? { ...delta, next } : delta;
  };
  let result: unknown;
  try {
    result = runChain(event, row.map(handlerAt), row.every(endsWithNextAt) ? goOn : () => leave(event));
  } catch (error) {
    return failed(event, error);
  }
  return isPromise(result) ? result.then(changed, (error: unknown) => failed(event, error)) : changed();
}

// What was answered or changed before an error stands.
function failed(event: HookEvent, error: unknown): never {
  const delta = HookEvent.changes(event);
  if (delta !== undefined) call("event.keep", delta);
  throw error;
}
