import { runOutside } from "./entry.ts";
import { ask, tell } from "./host.ts";

type Callback = (...args: readonly unknown[]) => unknown;

const live = new Set<number>();
let last = 0;

export function setTimeout(callback: Callback, ms: unknown = 0, ...args: readonly unknown[]): number {
  const id = ++last;
  live.add(id);
  void wait(ms).then(() => {
    if (live.delete(id)) run(callback, args);
  });
  return id;
}

export function setInterval(callback: Callback, ms: unknown = 0, ...args: readonly unknown[]): number {
  const id = ++last;
  live.add(id);
  const again = (): void => {
    void wait(ms).then(() => {
      if (!live.has(id)) return;
      again();
      run(callback, args);
    });
  };
  again();
  return id;
}

export function clearTimer(id: unknown): void {
  live.delete(id as number);
}

// Nobody waits for what a timer does: its error is told where its author looks.
function run(callback: Callback, args: readonly unknown[]): void {
  try {
    runOutside(() => callback(...args));
  } catch (error) {
    tell("console", "error", error instanceof Error ? (error.stack ?? error.message) : String(error), "");
  }
}

function wait(ms: unknown): Promise<unknown> {
  return ask("timer.wait", Math.max(0, Number(ms) || 0)).catch(() => {}); // the sandbox is going away
}
