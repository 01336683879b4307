import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Pace } from "../../../plugins/realtime/pace.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Something to write that takes so many milliseconds, and notes when it was written. */
function slow(ms: number, written: number[]) {
  return {
    flush() {
      written.push(performance.now());
      vi.advanceTimersByTime(ms);
    },
  };
}

test("a little is written in the same turn, and once", async () => {
  const pace = new Pace();
  const written: number[] = [];
  const stream = { flush: () => void written.push(performance.now()) };
  const began = performance.now();
  pace.mark(stream);
  pace.mark(stream);
  await vi.runAllTimersAsync();

  expect(written).toEqual([began]);
});

test("after much writing there is rest, at most 25 ms of it", async () => {
  const pace = new Pace();
  const written: number[] = [];
  const stream = slow(4, written);
  pace.mark(stream);
  await vi.runAllTimersAsync();
  pace.mark(stream);
  await vi.runAllTimersAsync();

  expect(written).toHaveLength(2);
  expect((written[1] as number) - (written[0] as number)).toBeGreaterThanOrEqual(24);
  expect((written[1] as number) - (written[0] as number)).toBeLessThanOrEqual(30);
});

test("a round that took several turns is rested from as a whole", async () => {
  const pace = new Pace();
  const written: number[] = [];
  const streams = [slow(1, written), slow(1, written), slow(5, []), slow(1, written)];
  for (const stream of streams) pace.mark(stream);
  await vi.runAllTimersAsync();
  const ended = performance.now();
  const late = { flush: () => void written.push(performance.now()) };
  pace.mark(late);
  await vi.runAllTimersAsync();

  expect((written.at(-1) as number) - ended).toBeGreaterThanOrEqual(24);
});

test("what is gone is not written", async () => {
  const pace = new Pace();
  const stream = { flush: vi.fn() };
  pace.mark(stream);
  pace.forget(stream);
  await vi.runAllTimersAsync();

  expect(stream.flush).not.toHaveBeenCalled();
});
