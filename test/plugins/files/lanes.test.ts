import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Lanes } from "../../../plugins/files/lanes.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Work that ends when it is told to. */
function openEnded(): { readonly work: () => Promise<void>; end(): void; readonly hasBegun: () => boolean } {
  let end = (): void => {};
  let hasBegun = false;
  const ending = new Promise<void>((resolve) => {
    end = resolve;
  });
  return {
    work: () => {
      hasBegun = true;
      return ending;
    },
    end: () => end(),
    hasBegun: () => hasBegun,
  };
}

test("so many work at once, and the next begins when one has ended, whatever its end", async () => {
  const lanes = new Lanes({ atOnce: 1, waitMs: 1000 });
  const [first, second] = [openEnded(), openEnded()];
  const failing = lanes.run(async () => {
    await first.work();
    throw new Error("failed");
  });
  const waiting = lanes.run(second.work);
  const before = second.hasBegun();
  first.end();
  await expect(failing).rejects.toThrow("failed");
  second.end();
  await waiting;

  expect(before).toBe(false);
  expect(second.hasBegun()).toBe(true);
});

test("nobody waits longer than may be", async () => {
  const lanes = new Lanes({ atOnce: 1, waitMs: 1000 });
  const first = openEnded();
  const running = lanes.run(first.work);
  const late = lanes.run(async () => "never").catch((error: Error) => error.message);
  await vi.advanceTimersByTimeAsync(1000);
  first.end();
  await running;

  expect(await late).toBe("Too much is waiting to be done before this.");
  expect(await lanes.run(async () => "free again")).toBe("free again");
});

test("when very many wait, the next is refused at once", async () => {
  const lanes = new Lanes({ atOnce: 1, waitMs: 1000 });
  const first = openEnded();
  const all = [lanes.run(first.work)];
  for (let i = 0; i < 1000; i++) all.push(lanes.run(async () => {}));

  await expect(lanes.run(async () => {})).rejects.toThrow("Too much is waiting");
  first.end();
  await Promise.all(all);
});
