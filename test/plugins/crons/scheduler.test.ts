import { expect, onTestFinished, test, vi } from "vitest";
import type { Logger } from "../../../kernel/index.ts";
import { Scheduler } from "../../../plugins/crons/scheduler.ts";

const silent = { error: vi.fn() } as unknown as Logger;

test("a tick starts what is due, and one that throws harms no other", async () => {
  const error = vi.fn();
  const scheduler = new Scheduler({ error } as unknown as Logger);
  const ran: string[] = [];
  scheduler.add({ id: "broken", expression: "* * * * *", run: () => Promise.reject(new Error("no")) });
  scheduler.add({ id: "fine", expression: "* * * * *", run: () => void ran.push("fine") });
  scheduler.add({ id: "later", expression: "0 0 1 1 *", run: () => void ran.push("later") });

  await scheduler.runDue(new Date("2026-11-20T12:00:00Z"));
  await vi.waitFor(() => expect(error).toHaveBeenCalled());

  expect(ran).toEqual(["fine"]);
});

test("taking out a job leaves the one that took its place", () => {
  const scheduler = new Scheduler(silent);
  const takeOut = scheduler.add({ id: "a", expression: "* * * * *", run() {} });
  scheduler.add({ id: "a", expression: "@daily", run() {} });

  takeOut();

  expect(scheduler.jobs().map(({ expression }) => expression)).toEqual(["0 0 * * *"]); // what the macro stands for
});

test("the system's jobs are shown last", () => {
  const scheduler = new Scheduler(silent);
  for (const id of ["__pbLogs__", "zebra", "ant"]) scheduler.add({ id, expression: "@daily", run() {} });

  expect(scheduler.jobs().map(({ id }) => id)).toEqual(["ant", "zebra", "__pbLogs__"]);
});

test("a job with a wrong expression is refused by name", () => {
  const add = () => new Scheduler(silent).add({ id: "a", expression: "never", run() {} });

  expect(add).toThrow('Cron job "a" has the expression "never": invalid cron expression');
});

test("jobs go on when the clock is set back or forth", async () => {
  vi.useFakeTimers({ now: new Date("2026-11-20T12:00:30Z") });
  onTestFinished(() => void vi.useRealTimers());
  const scheduler = new Scheduler(silent);
  onTestFinished(() => scheduler.stop());
  let runs = 0;
  scheduler.add({ id: "minute", expression: "* * * * *", run: () => void runs++ });
  scheduler.start();
  const runsIn = async (ms: number): Promise<number> => {
    const before = runs;
    await vi.advanceTimersByTimeAsync(ms);
    return runs - before;
  };

  expect(await runsIn(120_000)).toBe(2);
  vi.setSystemTime(new Date("2026-11-19T12:00:30Z"));
  expect(await runsIn(180_000)).toBeGreaterThanOrEqual(2);
  vi.setSystemTime(new Date("2027-11-19T12:00:30Z"));
  expect(await runsIn(180_000)).toBeGreaterThanOrEqual(2);
});

test("how the last run of a job went can be read, and when it is due next", async () => {
  const scheduler = new Scheduler(silent);
  scheduler.add({ id: "broken", expression: "30 4 * * 1", run: () => Promise.reject(new Error("no")) });
  scheduler.add({ id: "never", expression: "0 0 31 6 *", run() {} });

  scheduler.run("broken");
  const now = new Date("2026-11-20T12:00:00Z");
  await vi.waitFor(() => expect(scheduler.states(now)[0]?.lastRun).not.toBeNull());

  expect(scheduler.states(now)).toEqual([
    {
      id: "broken",
      expression: "30 4 * * 1",
      next: "2026-11-23T04:30:00.000Z",
      running: false,
      lastRun: {
        startedAt: expect.any(String),
        ms: expect.any(Number),
        trigger: "manual",
        ok: false,
        error: "no",
      },
    },
    { id: "never", expression: "0 0 31 6 *", next: null, running: false, lastRun: null },
  ]);
});

test("expressions may name the clocks of another zone, summer time included", async () => {
  const scheduler = new Scheduler(silent);
  const ran: string[] = [];
  scheduler.add({ id: "six", expression: "0 6 * * *", run: () => void ran.push("six") });
  scheduler.setTimezone("Europe/Berlin");

  await scheduler.runDue(new Date("2026-01-10T06:00:00Z"));
  expect(ran).toEqual([]);
  await scheduler.runDue(new Date("2026-01-10T05:00:00Z"));
  await scheduler.runDue(new Date("2026-07-10T04:00:00Z"));
  expect(ran).toEqual(["six", "six"]);
  expect(scheduler.states(new Date("2026-03-28T12:00:00Z"))[0]?.next).toBe("2026-03-29T04:00:00.000Z");
  expect(() => scheduler.setTimezone("Nowhere/Land")).toThrow();
});
