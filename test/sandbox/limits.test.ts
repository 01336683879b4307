import { expect, test } from "vitest";
import { ask } from "../support/app.ts";
import { appWithHooks } from "../support/hooks.ts";

test("a handler that never ends is ended, while others are served", async () => {
  const app = await appWithHooks(
    {
      "a.pb.js": `
        routerAdd("GET", "/loop", (e) => { while (true) {} });
        routerAdd("GET", "/fine", (e) => e.json(200, 1));`,
    },
    { hooksTimeout: 300 },
  );
  let ended = false;
  const loop = ask(app, "GET /loop").finally(() => {
    ended = true;
  });

  const fine = await ask(app, "GET /fine");

  expect([fine.status, ended]).toEqual([200, false]);
  expect((await loop).status).toBe(500);
  expect((await ask(app, "GET /fine")).status).toBe(200);
});

test("time spent waiting for the host is not running time", async () => {
  const app = await appWithHooks(
    { "a.pb.js": `routerAdd("GET", "/t", (e) => { sleep(500); e.json(200, 1) })` },
    { hooksTimeout: 200 },
  );

  expect((await ask(app, "GET /t")).status).toBe(200);
});

test("an endless promise loop is ended too", async () => {
  const app = await appWithHooks(
    { "a.pb.js": `routerAdd("GET", "/t", async (e) => { for (;;) await null })` },
    { hooksTimeout: 200 },
  );

  expect((await ask(app, "GET /t")).status).toBe(500);
});

test("memory without end costs a handler its sandbox, and nobody else anything", async () => {
  const app = await appWithHooks({
    "a.pb.js": `
      routerAdd("GET", "/bomb", (e) => { const all = []; for (;;) all.push(new Array(1000).fill("x" + all.length)) });
      routerAdd("GET", "/fine", (e) => e.json(200, 1));`,
  });

  expect((await ask(app, "GET /bomb")).status).toBe(500);
  expect((await ask(app, "GET /fine")).status).toBe(200);
});

test("a transaction left open by a handler that was ended is rolled back", async () => {
  const app = await appWithHooks(
    {
      "a.pb.js": `
        routerAdd("GET", "/stuck", (e) => $app.runInTransaction(() => { while (true) {} }));
        routerAdd("GET", "/write", (e) => { $app.db().newQuery("UPDATE users SET name = ''").execute(); e.json(200, 1) });`,
    },
    { hooksTimeout: 200 },
  );

  expect((await ask(app, "GET /stuck")).status).toBe(500);
  expect((await ask(app, "GET /write")).status).toBe(200);
});
