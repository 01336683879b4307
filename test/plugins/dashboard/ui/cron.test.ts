import { expect, test } from "vitest";
import { nextRun } from "../../../../plugins/dashboard/ui/routes/settings/cron.ts";

const friday = new Date("2026-11-20T18:24:31.000Z");

test.each([
  ["* * * * *", "2026-11-20T18:25:00.000Z"],
  ["0 0 * * *", "2026-11-21T00:00:00.000Z"],
  ["*/15 * * * *", "2026-11-20T18:30:00.000Z"],
  ["30 6-8 * * 1", "2026-11-23T06:30:00.000Z"],
  ["0 12 29 2 *", "2028-02-29T12:00:00.000Z"],
  ["@monthly", "2026-12-01T00:00:00.000Z"],
])("%s next comes true at %s", (expression, at) => {
  expect(nextRun(expression, friday)?.toISOString()).toBe(at);
});

test.each(["", "* * * *", "61 * * * *", "a b c d e", "0 0 31 2 *"])("%j never comes true", (expression) => {
  expect(nextRun(expression, friday)).toBeUndefined();
});
