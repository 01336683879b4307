import { App } from "./app.ts";
import { switchEntry } from "./host.ts";
import { writeBack } from "./store.ts";

/** Number of the entry that stands for what runs outside of any call of a handler. */
const outside = 0;

/** Runs code as part of a call of the host's; `$app` is the app of its event as long as it takes. */
export function runEntry<T>(id: number, work: () => T): T {
  const before = switchEntry(id);
  const former = globals.$app;
  globals.$app = new App(0);
  const leave = (): void => {
    try {
      writeBack();
    } finally {
      switchEntry(before);
      globals.$app = former;
    }
  };
  let result: T;
  try {
    result = work();
  } catch (error) {
    leave();
    throw error;
  }
  if (!(result instanceof Promise)) {
    leave();
    return result;
  }
  return result.finally(leave) as T;
}

/** Runs what was left over from a call that is over, such as a timer. */
export function runOutside(work: () => unknown): void {
  runEntry(outside, work);
}

const globals = globalThis as unknown as { $app: App };
