import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { LogBuffer } from "../../../plugins/logs/buffer.ts";

const entry = (message: string) => ({ level: 0, message, data: {}, time: 0 });

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("what could not be written is kept, told of once, and written when it can be", async () => {
  const written: string[] = [];
  let isFull = true;
  const onFailure = vi.fn();
  const buffer = new LogBuffer({
    write: async (entries) => {
      if (isFull) throw new Error("database or disk is full (13)");
      written.push(...entries.map(({ message }) => message));
    },
    onFailure,
  });
  buffer.open();

  buffer.add(entry("first"));
  await vi.advanceTimersByTimeAsync(10_000);
  buffer.add(entry("second"));
  await vi.advanceTimersByTimeAsync(10_000);
  expect([written, onFailure.mock.calls.length]).toEqual([[], 1]);
  isFull = false;
  await vi.advanceTimersByTimeAsync(3000);

  expect(written).toEqual(["first", "second"]);
});

test("while nothing can be written the newest entries are kept, and not more than memory allows", async () => {
  let failing = true;
  const sizes: number[] = [];
  const buffer = new LogBuffer({
    write: async (entries) => {
      if (failing) throw new Error("no");
      sizes.push(entries.length);
    },
    onFailure: () => {},
  });
  buffer.open();

  for (let i = 0; i < 20_000; i++) buffer.add(entry(String(i)));
  await vi.advanceTimersByTimeAsync(4000);
  failing = false;
  await buffer.flush();

  expect(sizes).toEqual([5000]);
});
