import { isErrorValue, throughNext } from "./errors.ts";

/** An event as the chain of this sandbox sees it. */
export interface ChainEvent {
  next(): unknown;
}

type Step = (event: never) => unknown;

/**
 * Runs handlers of one event around each other; only the last one's next() leaves the sandbox. As in the reference a
 * handler's second next() goes on with whoever has not run yet, which mostly is nobody.
 * Gives a promise only if a handler did.
 */
export function runChain<E extends ChainEvent>(
  event: E,
  handlers: readonly Step[],
  leave: () => unknown,
): unknown {
  let begun = 0;
  const enter = (): unknown => {
    const handler = handlers[begun++];
    if (handler === undefined) return leave();
    let rest: unknown;
    const next = (): unknown => {
      if (begun > handlers.length) return rest;
      try {
        rest = enter();
      } catch (error) {
        throw throughNext(error);
      } finally {
        event.next = next;
      }
      return rest;
    };
    event.next = next;
    const returned = handler(event as never);
    if (isPromise(returned)) return returned.then((value) => settle(value, rest));
    return isPromise(rest) ? rest.then(() => settle(returned, undefined)) : settle(returned, undefined);
  };
  return enter();
}

// An error that is returned counts as thrown; anything else returned is ignored.
function settle(returned: unknown, rest: unknown): unknown {
  if (isErrorValue(returned)) throw returned;
  return isPromise(rest) ? rest : undefined;
}

export function isPromise(value: unknown): value is Promise<unknown> {
  return typeof value === "object" && value !== null && "then" in value && typeof value.then === "function";
}
