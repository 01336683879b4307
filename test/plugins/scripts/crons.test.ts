import { expect, test } from "vitest";
import { Crons } from "../../../plugins/crons/contract.ts";
import { ask } from "../../support/app.ts";
import { appWithHooks } from "../../support/hooks.ts";

test("a job of a script runs in its sandbox", async () => {
  const app = await appWithHooks({
    "a.pb.js": `
      cronAdd("tidy", "@daily", () => $app.store().set("ran", "yes"));
      routerAdd("GET", "/ran", (e) => e.json(200, $app.store().get("ran")));`,
  });

  await app
    .service(Crons)
    .jobs()
    .find(({ id }) => id === "tidy")
    ?.run();

  expect((await ask(app, "GET /ran")).body).toBe("yes");
});

test("a handler may add a job, and remove it", async () => {
  const app = await appWithHooks({
    "a.pb.js": `
      routerAdd("GET", "/add", (e) => { cronAdd("late", "0 0 * * *", () => { $app.store().set("late", 1) }); e.json(200, 1) });
      routerAdd("GET", "/remove", (e) => { cronRemove("late"); e.json(200, $app.store().get("late")) });`,
  });
  const late = () =>
    app
      .service(Crons)
      .jobs()
      .find(({ id }) => id === "late");

  await ask(app, "GET /add");
  await late()?.run();

  expect((await ask(app, "GET /remove")).body).toBe(1);
  expect(late()).toBeUndefined();
});

test("an expression that cannot be read is told at once", async () => {
  const app = await appWithHooks({
    "a.pb.js": `
      let told = "";
      try { cronAdd("x", "nope", () => {}) } catch (err) { told = String(err) }
      routerAdd("GET", "/told", (e) => e.string(200, told));`,
  });

  expect((await ask(app, "GET /told")).body).toContain("[cronAdd] failed to register cron job x");
});
