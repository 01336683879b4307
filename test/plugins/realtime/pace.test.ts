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

test("a little is written in the same turn", async () => {
  const pace = new Pace();
  const written: number[] = [];
  const began = performance.now();
  pace.mark(slow(0, written));
  await vi.runAllTimersAsync();

  expect(written).toEqual([began]);
});

test("after much writing there is rest, at most 28 ms from one round to the next", async () => {
  const pace = new Pace();
  const written: number[] = [];
  const stream = slow(4, written);
  pace.mark(stream);
  await vi.runAllTimersAsync();
  pace.mark(stream);
  await vi.runAllTimersAsync();

  expect(written).toHaveLength(2);
  expect((written[1] as number) - (written[0] as number)).toBeGreaterThanOrEqual(27);
  expect((written[1] as number) - (written[0] as number)).toBeLessThanOrEqual(30);
});

test("half of the time is left to others, however much there is to write", async () => {
  const pace = new Pace();
  const written: number[] = [];
  const stream = slow(40, written);
  pace.mark(stream);
  await vi.runAllTimersAsync();
  pace.mark(stream);
  await vi.runAllTimersAsync();

  expect((written[1] as number) - (written[0] as number)).toBeGreaterThanOrEqual(79);
});

test("a round that took several turns is rested from as a whole", async () => {
  const pace = new Pace();
  const written: number[] = [];
  for (const stream of [slow(1, written), slow(1, written), slow(5, []), slow(1, written)]) pace.mark(stream);
  await vi.runAllTimersAsync();
  pace.mark(slow(0, written));
  await vi.runAllTimersAsync();

  expect((written.at(-1) as number) - (written[0] as number)).toBeGreaterThanOrEqual(27);
});

test("what comes during a round waits for the next one", async () => {
  const pace = new Pace();
  const written: number[] = [];
  const again = { flush: () => void pace.mark(slow(0, written)) };
  for (const stream of [again, slow(6, written), slow(1, written)]) pace.mark(stream);
  await vi.runAllTimersAsync();

  expect(written).toHaveLength(3);
  expect((written[2] as number) - (written[1] as number)).toBeGreaterThanOrEqual(20);
});
