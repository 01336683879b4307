import { expect, test } from "vitest";
import { isDue, parseExpression } from "../../../plugins/crons/expression.ts";

// Asked of PocketBase 0.39.11.
test.each([
  ["* * *", "invalid cron expression - must be a valid macro or to have exactly 5 space separated segments"],
  [
    "*  * * * *",
    "invalid cron expression - must be a valid macro or to have exactly 5 space separated segments",
  ],
  ["60 * * * *", "invalid segment value - must be between the min and max of the segment"],
  ["1-70 * * * *", "invalid segment range maximum - must be between 1 and 59"],
  ["* * * 0-3 *", "invalid segment range minimum - must be between 1 and 12"],
  ["a * * * *", 'strconv.Atoi: parsing "a": invalid syntax'],
  ["* */24 * * *", "invalid segment step boundary - the step must be between 1 and the 23"],
  ["5/2 * * * *", "invalid segment step - step > 1 could be used only with the wildcard or range format"],
  ["1-2-3 * * * *", "invalid segment range format - the range must have 1 or 2 parts"],
  ["*/2/3 * * * *", "invalid segment step format - must be in the format */n or 1-30/n"],
])("%s is refused", (expression, reason) => {
  expect(() => parseExpression(expression)).toThrow(reason);
});

test("lists, ranges and steps add up", () => {
  const { minutes } = parseExpression("1,10-14,*/30,40-50/5 * * * *");

  expect([...minutes].sort((a, b) => a - b)).toEqual([0, 1, 10, 11, 12, 13, 14, 30, 40, 45, 50]);
});

test("all five fields must hold, in UTC", () => {
  const schedule = parseExpression("30 8 13 * 5");

  expect(isDue(schedule, new Date("2026-11-13T08:30:59Z"))).toBe(true); // a Friday the 13th
  expect(isDue(schedule, new Date("2026-11-20T08:30:00Z"))).toBe(false);
  expect(isDue(schedule, new Date("2026-10-13T08:30:00Z"))).toBe(false);
});

test("macros stand for expressions", () => {
  expect(isDue(parseExpression("@weekly"), new Date("2026-11-22T00:00:00Z"))).toBe(true);
  expect(() => parseExpression("@DAILY")).toThrow("must be a valid macro");
});
