import { expect, test } from "vitest";
import { ask } from "../../support/app.ts";
import { answerOf, appWithHooks } from "../../support/hooks.ts";
import { granted, startMockProvider } from "../auth/oauth2/mock-provider.ts";

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

test("functions in the store are there for every sandbox that loads the file, with what surrounds them", async () => {
  const app = await appWithHooks({
    "main.pb.js": `
      if (!$app.store().has("greet")) {
        const words = { hello: "hi" };
        $app.store().set("greet", (name) => words.hello + " " + name);
      }
      routerAdd("GET", "/greet", (e) => { sleep(20); e.string(200, $app.store().get("greet")("you")) });`,
  });
  const answers = await Promise.all(
    Array.from({ length: 8 }, () => app.inject({ method: "GET", url: "/greet" })),
  );
  expect(new Set(answers.map(({ body }) => body))).toEqual(new Set(["hi you"]));
});

test("what a file puts into the store while it loads is put there once, however many sandboxes load it", async () => {
  const app = await appWithHooks({
    "main.pb.js": `
      $app.store().set("count", 0);
      routerAdd("GET", "/up", (e) => { sleep(20); $app.store().setFunc("count", (n) => n + 1); e.noContent(204) });
      routerAdd("GET", "/count", (e) => e.json(200, $app.store().get("count") > 0));`,
  });
  await app.inject({ method: "GET", url: "/up" });
  await Promise.all(Array.from({ length: 12 }, () => app.inject({ method: "GET", url: "/up" })));
  expect((await ask(app, "GET /count")).body).toBe(true);
});

test("what is changed in an object of the store is there later; lists that grow are not", async () => {
  const app = await appWithHooks({
    "main.pb.js": `
      $app.store().set("seen", { n: 1, inner: { x: 1 }, list: [1] });
      routerAdd("GET", "/change", (e) => {
        const seen = $app.store().get("seen");
        seen.n++; seen.inner.x = 5; delete seen.nothing;
        e.json(200, seen);
      });
      routerAdd("GET", "/grow", (e) => { $app.store().get("seen").list.push(2); e.noContent(204) });
      routerAdd("GET", "/seen", (e) => e.json(200, $app.store().get("seen")));`,
  });
  await app.inject({ method: "GET", url: "/change" });
  await app.inject({ method: "GET", url: "/grow" });
  expect((await ask(app, "GET /seen")).body).toEqual({ n: 2, inner: { x: 5 }, list: [1] });
});

test("text parameters take what JavaScript makes of a value", async () => {
  expect(
    await answerOf(
      `e.json(200, [$security.md5(toBytes("ab")) === $security.md5("97,98"), $security.md5({}) === $security.md5("[object Object]")])`,
    ),
  ).toEqual([true, true]);
});

test("a program that is started is not waited for, and tells how it ended", async () => {
  expect(
    await answerOf(`
      const started = Date.now();
      $os.cmd("sleep", "3").start();
      const failing = $os.cmd("sh", "-c", "exit 3");
      let text = "";
      try { failing.run() } catch (err) { text = err.message }
      e.json(200, [Date.now() - started < 2000, text, failing.processState.exitCode()]);`),
  ).toEqual([true, "exit status 3", 3]);
});

test("files of the storage tell what they are, and missing ones are errors", async () => {
  expect(
    await answerOf(`
      const fs = $app.newFilesystem();
      fs.upload("hello", "own/a.txt");
      const told = (work) => { try { work(); return "" } catch (err) { return err.message.split("\\n").pop() } };
      const { size, metadata, modTime } = fs.attributes("own/a.txt");
      e.json(200, [
        size, metadata, modTime.unix() > 0, fs.getReader("own/a.txt").contentType(), fs.list("own/")[0].isDir,
        told(() => fs.delete("own/b.txt")), told(() => fs.getReader("own/b.txt")), told(() => $filesystem.fileFromPath("/nope")),
      ]);`),
  ).toEqual([
    5,
    { "original-filename": "" },
    true,
    "text/plain; charset=utf-8",
    false,
    "resource not found",
    "resource not found",
    "stat /nope: no such file or directory",
  ]);
});

test("a stored file is served by its key", async () => {
  const app = await appWithHooks({
    "main.pb.js": `
      routerAdd("GET", "/get", (e) => {
        const fs = $app.newFilesystem();
        try { fs.upload("hello", "own/a.txt"); fs.serve(e.response, e.request, "own/a.txt", "b.txt") } finally { fs.close() }
      });`,
  });
  const { body, headers } = await app.inject({ method: "GET", url: "/get" });
  expect([body, headers["content-disposition"]]).toEqual(["hello", "attachment; filename=b.txt"]);
});

test("a body that is no JSON is told to the script with its reason, and with none to the client", async () => {
  const app = await appWithHooks({
    "main.pb.js": `
      routerAdd("POST", "/caught", (e) => { try { e.requestInfo() } catch (err) { e.json(200, err.message) } });
      routerAdd("POST", "/thrown", (e) => { e.requestInfo() });`,
  });
  const send = (url: string, payload: string) =>
    app.inject({ method: "POST", url, payload, headers: { "content-type": "application/json" } });
  const reasons = await Promise.all(
    ['{"a":', "{a:1}", "xyz", '{"a":1,}', "[1 2]", '{"a" 1}'].map(async (text) =>
      (await send("/caught", text)).json<unknown>(),
    ),
  );
  expect(reasons).toEqual([
    "unexpected EOF",
    "invalid character 'a' looking for beginning of object key string",
    "invalid character 'x' looking for beginning of value",
    "invalid character '}' looking for beginning of object key string",
    "invalid character '2' after array element",
    "invalid character '1' after object key",
  ]);
  expect((await send("/thrown", "{")).statusCode).toBe(400);
});

test("uploaded files are asked for where there is a form", async () => {
  const app = await appWithHooks({
    "main.pb.js": `
      routerAdd("POST", "/up", (e) => {
        try { e.json(200, e.findUploadedFiles("doc").length) } catch (err) { e.json(200, err.message) }
      });`,
  });
  expect((await ask(app, "POST /up", { body: {} })).body).toBe(
    "request Content-Type isn't multipart/form-data",
  );
});

test("a copy of a stored record that is marked as new is stored with all its values", async () => {
  expect(
    await answerOf(`
      const things = new Collection({ name: "things", fields: [{ type: "text", name: "title" }, { type: "json", name: "data" }] });
      $app.save(things);
      const one = new Record(things, { title: "one", data: { a: 1 } });
      $app.save(one);
      const copy = $app.findRecordById("things", one.id).clone();
      copy.markAsNew();
      copy.set("id", "");
      $app.save(copy);
      const found = $app.findRecordById("things", copy.id);
      e.json(200, [copy.id !== one.id, found.get("title"), found.get("data"), $app.countRecords("things")]);`),
  ).toEqual([true, "one", { a: 1 }, 2]);
});

test("records that are not there to be expanded are none, and JSON of nothing is empty", async () => {
  expect(
    await answerOf(`
      const things = new Collection({ name: "things", fields: [{ type: "json", name: "data" }] });
      $app.save(things);
      const data = new Record(things, { data: null }).get("data");
      e.json(200, [new Record(things).expandedAll("nope").map((r) => r.id), data.length, String(data)]);`),
  ).toEqual([[], 0, "null"]);
});

test("jobs can be taken back while scripts are loaded, and named in another zone", async () => {
  const app = await appWithHooks({
    "main.pb.js": `
      $app.cron().setTimezone(new Timezone("Europe/Berlin"));
      cronAdd("gone", "1 1 1 1 1", () => {});
      cronRemove("gone");
      cronAdd("kept", "1 1 1 1 1", () => {});
      routerAdd("GET", "/jobs", (e) => e.json(200, $app.cron().jobs().map((job) => job.id()).filter((id) => !id.startsWith("__"))));`,
  });
  expect((await ask(app, "GET /jobs")).body).toEqual(["kept"]);
});

test("a second next() goes on with who has not run yet, and mostly does nothing", async () => {
  const app = await appWithHooks({
    "main.pb.js": `
      routerUse((e) => { try { return e.next() } finally { e.next() } });
      routerAdd("GET", "/once", (e) => e.string(200, "once"), (e) => { e.next(); return e.next() });
      routerAdd("GET", "/skipped", (e) => e.string(200, "end"), (e) => { e.next(); e.next() }, (e) => {});
      onRecordCreate((e) => { e.next(); e.next() }, "users");
      routerAdd("GET", "/made", (e) => {
        const user = new Record($app.findCollectionByNameOrId("users"), { email: "a@example.com", password: "1234567890" });
        $app.save(user);
        e.json(200, $app.countRecords("users"));
      });`,
  });
  expect((await ask(app, "GET /once")).body).toBe("once");
  expect((await ask(app, "GET /skipped")).body).toBe("end");
  expect((await ask(app, "GET /made")).body).toBe(1);
});

test("buffers read and write numbers", async () => {
  expect(
    await answerOf(`
      const b = Buffer.alloc(16);
      b.writeUInt16BE(258, 0); b.writeInt32LE(-2, 2); b.writeDoubleBE(1.5, 6);
      e.json(200, [b[0], b[1], b.readInt32LE(2), b.readDoubleBE(6), b.readUint16BE(0), b.readUInt8(1)]);`),
  ).toEqual([1, 2, -2, 1.5, 258, 2]);
});

test("what is to be done when the server starts is done, and may set up a server that sets itself up", async () => {
  const app = await appWithHooks({
    "main.pb.js": `
      $app.onServe().bindFunc((e) => {
        e.server.readTimeout = 300000000000;
        cronAdd("late", "* * * * *", () => {});
        $app.store().set("served", e.app.countRecords("users"));
        return e.next();
      });
      routerAdd("GET", "/served", (e) => e.json(200, [$app.store().get("served"), $app.cron().jobs().some((job) => job.id() === "late")]));`,
  });
  await app.serve({ host: "127.0.0.1", port: 0 });
  expect((await ask(app, "GET /served")).body).toEqual([0, true]);
});

test("a missing file is an error where fileFS() is called, and files are sent in parts", async () => {
  const app = await appWithHooks({
    "site/index.html": "<h1>site</h1>",
    "main.pb.js": `
      routerAdd("GET", "/spa/{path...}", (e) => {
        const files = $os.dirFS(__hooks + "/site");
        try { return e.fileFS(files, e.request.pathValue("path")) } catch (err) { return e.fileFS(files, "index.html") }
      });
      routerAdd("GET", "/site/{path...}", $apis.static(__hooks + "/site", true));`,
  });
  expect((await app.inject({ method: "GET", url: "/spa/nope" })).body).toBe("<h1>site</h1>");
  const part = await app.inject({ method: "GET", url: "/site/x", headers: { range: "bytes=4-7" } });
  expect([part.statusCode, part.body]).toEqual([206, "site"]);
  expect((await app.inject({ method: "GET", url: "/site/index.html" })).headers.location).toBe("/site/");
});

test("headers of a request that an early middleware takes away are gone for what follows", async () => {
  const app = await appWithHooks({
    "main.pb.js": `
      routerUse(new Middleware((e) => { e.request.header.del("Authorization"); e.request.header.set("X-Own", "1"); return e.next() }, -2000));
      routerAdd("GET", "/who", (e) => e.json(200, [e.auth === null, e.request.header.get("X-Own")]));
      routerAdd("GET", "/token", (e) => {
        const user = new Record($app.findCollectionByNameOrId("users"), { email: "a@example.com", password: "1234567890" });
        $app.save(user);
        e.json(200, user.newAuthToken());
      });`,
  });
  const token = String((await ask(app, "GET /token")).body);
  expect((await ask(app, "GET /who", { token })).body).toEqual([true, "1"]);
});

test("only what was made by new ApiError() is one, and errors without data give null for it", async () => {
  expect(
    await answerOf(`
      const errors = [new ApiError(400, "a"), new BadRequestError("b"), e.notFoundError("c"), e.error(418, "d")];
      e.json(200, errors.map((x) => [x instanceof ApiError, x instanceof BadRequestError, x.rawData(), x.data]));`),
  ).toEqual([
    [true, false, null, {}],
    [false, true, null, {}],
    [false, false, null, {}],
    [false, false, null, {}],
  ]);
});

test("options of auth collections can be asked", async () => {
  expect(
    await answerOf(`
      const users = $app.findCollectionByNameOrId("users");
      const [, before] = users.oauth2.getProviderConfig("oidc");
      users.oauth2.providers = [{ name: "oidc", clientId: "c", clientSecret: "s", authURL: "https://a.example.com",
        tokenURL: "https://t.example.com", userInfoURL: "https://u.example.com" }];
      users.oauth2.enabled = true;
      $app.save(users);
      const [config, after] = $app.findCollectionByNameOrId("users").oauth2.getProviderConfig("oidc");
      users.verificationTemplate.subject = "Hi {NAME}";
      e.json(200, [before, after, config.clientSecret, users.authToken.durationTime().hours(),
        users.verificationTemplate.resolve({ "{NAME}": "Ann" })[0]]);`),
  ).toEqual([false, true, "s", 120, "Hi Ann"]);
});

test("a sort by what no record has is called one, and moments can be scanned", async () => {
  expect(
    await answerOf(`
      let said = "";
      try { $app.findRecordsByFilter("users", "", "-nope") } catch (err) { said = err.message }
      const at = new DateTime();
      at.scan("2031-02-03 04:05:06Z");
      e.json(200, [said, at.value()]);`),
  ).toEqual(['invalid sort field "nope"', "2031-02-03 04:05:06.000Z"]);
});

test("who comes back from a provider is told as e.oAuth2User, and a new account is there after e.next()", async () => {
  const me = { sub: "s1", email: "ann@example.com", email_verified: true, name: "Ann", groups: ["g"] };
  const idp = await startMockProvider({ "POST /token": granted, "GET /me": me });
  const app = await appWithHooks({
    "main.pb.js": `
      onBootstrap((e) => {
        e.next();
        const users = e.app.findCollectionByNameOrId("users");
        unmarshal({ oauth2: { enabled: true, providers: [{ name: "oidc", clientId: "c", clientSecret: "s",
          authURL: "${idp.url}/auth", tokenURL: "${idp.url}/token", userInfoURL: "${idp.url}/me" }] } }, users);
        e.app.save(users);
      });
      onRecordAuthWithOAuth2Request((e) => {
        const told = [e.isNewRecord, e.record === null || e.record === undefined, e.oAuth2User.rawUser.groups[0]];
        e.createData = Object.assign({}, e.createData, { name: e.oAuth2User.name + "!", emailVisibility: true });
        e.next();
        $app.store().set("told", [...told, e.record.getString("name")]);
      }, "users");
      routerAdd("GET", "/told", (e) => e.json(200, $app.store().get("told")));`,
  });
  const body = { provider: "oidc", code: "x", codeVerifier: "v", redirectURL: "http://127.0.0.1/back" };
  const answer = await ask(app, "POST /api/collections/users/auth-with-oauth2", { body });
  expect(answer.body).toMatchObject({ record: { email: "ann@example.com", name: "Ann!" } });
  expect((await ask(app, "GET /told")).body).toEqual([true, true, "g", "Ann!"]);
});

test("what a client listens to is there after e.next(), and what is sent to it is bytes", async () => {
  const app = await appWithHooks({
    "main.pb.js": `
      onRealtimeSubscribeRequest((e) => {
        e.next();
        const is = [e.client.hasSubscription("wake"), Object.keys(e.client.subscriptions())];
        if (is[0]) e.client.send(new SubscriptionMessage({ name: "wake", data: JSON.stringify(is) }));
      });
      onRealtimeMessageSend((e) => {
        if (e.message.name === "wake") e.message.data = String.fromCharCode(...e.message.data) + " " + toString(e.message.data);
        e.next();
      });
      routerAdd("POST", "/leave", (e) => {
        const broker = $app.subscriptionsBroker();
        for (const id in broker.clients()) broker.unregister(id);
        e.json(200, broker.totalClients());
      });`,
  });
  const { address } = await app.serve({ host: "127.0.0.1", port: 0 });
  const stream = (await fetch(`${address}/api/realtime`)).body as ReadableStream<Uint8Array>;
  let heard = "";
  const hearing = (async () => {
    for await (const part of stream) heard += Buffer.from(part).toString();
  })().catch(() => {});
  await expect.poll(() => heard).toContain("clientId");
  const clientId = /"clientId":"(\w+)"/.exec(heard)?.[1];
  const body = JSON.stringify({ clientId, subscriptions: ["wake"] });
  const headers = { "content-type": "application/json" };
  expect((await fetch(`${address}/api/realtime`, { method: "POST", headers, body })).status).toBe(204);
  await expect.poll(() => heard).toContain('data:[true,["wake"]] [true,["wake"]]');
  expect((await ask(app, "POST /leave")).body).toBe(0);
  await hearing;
}, 15_000);
