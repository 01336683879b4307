import { expect, test } from "vitest";
import { Windows } from "../../../plugins/auth/windows.ts";

const two = { maxRequests: 2, duration: 10 };

test("so many events pass in a window, and again once it is over", () => {
  const windows = new Windows();
  const admitted = [0, 1, 2, 9_999, 10_000].map((now) => windows.admit("rule", "ip", two, now));
  expect(admitted).toEqual([true, true, false, false, true]);
});

test("clients and keys are counted apart", () => {
  const windows = new Windows();
  const one = { maxRequests: 1, duration: 10 };
  expect(windows.admit("rule", "a", one, 0)).toBe(true);
  expect(windows.admit("rule", "b", one, 0)).toBe(true);
  expect(windows.admit("other", "a", one, 0)).toBe(true);
  expect(windows.admit("rule", "a", one, 0)).toBe(false);
});

test("asking whether an event would pass does not count it", () => {
  const windows = new Windows();
  const one = { maxRequests: 1, duration: 10 };
  expect(windows.wouldAdmit("rule", "a", one, 0)).toBe(true);
  expect(windows.admit("rule", "a", one, 0)).toBe(true);
  expect(windows.wouldAdmit("rule", "a", one, 1)).toBe(false);
});

test("a limit of nothing admits nothing", () => {
  expect(new Windows().admit("rule", "ip", { maxRequests: 0, duration: 0 }, 0)).toBe(false);
});

test("clients of long ago are forgotten, those of now are not", () => {
  const windows = new Windows();
  const one = { maxRequests: 1, duration: 7200 };
  windows.admit("rule", "old", one, 0);
  windows.admit("rule", "new", one, 40 * 60_000);
  windows.forgetIdle(41 * 60_000);
  expect(windows.wouldAdmit("rule", "old", one, 41 * 60_000)).toBe(true);
  expect(windows.wouldAdmit("rule", "new", one, 41 * 60_000)).toBe(false);
});
