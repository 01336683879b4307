import { expect, test } from "vitest";
import { answerOf, appWithHooks } from "../../support/hooks.ts";

// What authors of hooks do, and what PocketBase 0.39.11 makes of it.

test("settings that were changed in a transaction are seen there", async () => {
  expect(
    await answerOf(
      `
      const seen = [];
      $app.runInTransaction((tx) => {
        const s = tx.settings(); s.meta.appName = "Shop"; tx.save(s);
        const again = tx.unsafeWithoutHooks().settings(); again.logs.maxDays = 9; tx.save(again);
        seen.push(again.meta.appName);
      });
      e.json(200, seen);`,
      { "more.pb.js": `routerAdd("GET", "/u", (e) => e.json(200, $app.settings().meta.appName))` },
    ),
  ).toEqual(["Shop"]);
});

test("headers may hold any letters, and are sent as UTF-8", async () => {
  const app = await appWithHooks({
    "main.pb.js": `
      routerAdd("GET", "/h", (e) => { e.response.header().set("X-Name", "отчёт\\n2"); e.redirect(302, "/ü") });`,
  });
  const { headers } = await app.inject({ method: "GET", url: "/h" });
  expect(Buffer.from(String(headers["x-name"]), "latin1").toString()).toBe("отчёт 2");
  expect(Buffer.from(String(headers.location), "latin1").toString()).toBe("/ü");
});

test("a middleware of $apis may be run in the middle of a handler", async () => {
  const app = await appWithHooks({
    "main.pb.js": `
      routerUse((e) => (e.request.url.path === "/zipped" ? $apis.gzip().func(e) : e.next()));
      routerAdd("GET", "/zipped", (e) => e.string(200, "hello"));
      routerAdd("GET", "/closed", (e) => e.string(200, "in"), (e) => $apis.requireAuth().func(e));
      routerAdd("GET", "/kept", (e) => e.json(200, e.get("a")), (e) => { e.set("a", 1); return $apis.requireGuestOnly().func(e) });`,
  });
  const zipped = await app.inject({ method: "GET", url: "/zipped", headers: { "accept-encoding": "gzip" } });
  expect(zipped.headers["content-encoding"]).toBe("gzip");
  expect((await app.inject({ method: "GET", url: "/closed" })).statusCode).toBe(401);
  expect((await app.inject({ method: "GET", url: "/kept" })).body).toBe("1\n");
});

test("an expand that fails leaves no empty expand behind", async () => {
  expect(
    await answerOf(`
      const r = new Record($app.findCollectionByNameOrId("users"), { name: "x" });
      const failed = $app.expandRecord(r, ["nope"], null);
      e.json(200, [Object.keys(failed), "expand" in JSON.parse(JSON.stringify(r))]);`),
  ).toEqual([["nope"], false]);
});

test("statements that change rows may be asked for rows", async () => {
  expect(
    await answerOf(`
      $app.db().newQuery("CREATE TABLE notes (a TEXT, n INTEGER)").execute();
      const one = new DynamicModel({ n: 0 });
      $app.db().newQuery("INSERT INTO notes VALUES ('x', 1) RETURNING n").one(one);
      const none = arrayOf(new DynamicModel({ n: 0 }));
      $app.db().newQuery("UPDATE notes SET n = 5").all(none);
      const all = arrayOf(new DynamicModel({ n: 0 }));
      $app.db().newQuery("WITH t AS (SELECT 'x' AS k) UPDATE notes SET n = n + 1 WHERE a IN (SELECT k FROM t) RETURNING n").all(all);
      e.json(200, [one.n, none.length, all.map((row) => row.n)]);`),
  ).toEqual([1, 0, [6]]);
});
