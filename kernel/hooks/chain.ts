import { NextCalledTwice } from "./errors.ts";
import type { Chained, Handler } from "./hook.ts";

/**
 * Runs handlers as a chain of responsibility: each decides whether, and when, to call next().
 * Settles when the whole chain has; an error nobody waited for is not lost.
 */
export async function runChain<E extends object>(event: E, handlers: readonly Handler<E>[]): Promise<void> {
  const chained = event as E & Chained; // next is set before any handler sees it
  const [only] = handlers;
  if (only !== undefined && handlers.length === 1) {
    chained.next = once();
    await only(chained);
    return;
  }
  await enter(chained, handlers, 0, undefined);
}

/** Runs the handler at `index` and what it calls; afterwards the event's next() is `outer` again. */
async function enter<E extends object>(
  chained: E & Chained,
  handlers: readonly Handler<E>[],
  index: number,
  outer: Chained["next"] | undefined,
): Promise<void> {
  const handler = handlers[index];
  if (handler === undefined) return;

  let rest: Promise<void> | undefined;
  let awaited = false;
  const next = (): PromiseLike<void> => {
    if (rest !== undefined) throw new NextCalledTwice({ handler: index });
    const running = enter(chained, handlers, index + 1, next);
    running.catch(ignore); // reported to whoever waits: the handler, or the last line
    rest = running;
    return {
      // biome-ignore lint/suspicious/noThenProperty: tells whether the handler waited for the rest
      then(resolved, rejected) {
        awaited = true;
        return running.then(resolved, rejected);
      },
    };
  };

  chained.next = next;
  try {
    await handler(chained);
  } finally {
    if (rest !== undefined) await (rest as Promise<void>).catch(ignore); // no handler is done before what it started
    if (outer !== undefined) chained.next = outer;
  }
  if (!awaited) await rest;
}

// The next() of a handler nobody follows.
function once(): () => PromiseLike<void> {
  let called = false;
  return () => {
    if (called) throw new NextCalledTwice({ handler: 0 });
    called = true;
    return Promise.resolve();
  };
}

function ignore(): void {}
