import { isErrorValue, throughNext } from "./errors.ts";

/** An event as the chain of this sandbox sees it. */
export interface ChainEvent {
  next(): unknown;
}

type Step = (event: never) => unknown;

/**
 * Runs handlers of one event around each other; only the last one's next() leaves the sandbox.
 * Gives a promise only if a handler did.
 */
export function runChain<E extends ChainEvent>(
  event: E,
  handlers: readonly Step[],
  leave: () => unknown,
): unknown {
  const enter = (index: number): unknown => {
    const handler = handlers[index];
    if (handler === undefined) return leave();
    let called = false;
    let rest: unknown;
    const next = (): unknown => {
      if (called) throw new Error("A handler called next() twice.");
      called = true;
      try {
        rest = enter(index + 1);
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
  return enter(0);
}

// An error that is returned counts as thrown; anything else returned is ignored.
function settle(returned: unknown, rest: unknown): unknown {
  if (isErrorValue(returned)) throw returned;
  return isPromise(rest) ? rest : undefined;
}

export function isPromise(value: unknown): value is Promise<unknown> {
  return typeof value === "object" && value !== null && "then" in value && typeof value.then === "function";
}
