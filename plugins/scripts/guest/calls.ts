import { isPromise, runChain } from "./chain.ts";
import { type Delta, type EventData, HookEvent, leave } from "./event.ts";
import { call } from "./host.ts";
import { handlerAt } from "./registry.ts";

/** Runs neighbouring handlers of one event; gives what they changed after the last next(). */
export function runHandlers(places: string, text: string): unknown {
  const event = new HookEvent(JSON.parse(text) as EventData);
  const handlers = places.split(",").map((place) => handlerAt(Number(place)));
  const changed = (): Delta | null => HookEvent.changes(event) ?? null;
  let result: unknown;
  try {
    result = runChain(event, handlers, () => leave(event));
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
