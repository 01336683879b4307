import { expect, test } from "vitest";
import type { KernelHandle } from "../../../kernel/kernel.ts";
import { ask } from "../../support/app.ts";
import { appWithHooks } from "../../support/hooks.ts";

const posts = `
  routerAdd("GET", "/setup", (e) => {
    const fields = [{ type: "text", name: "title", required: true }, { type: "text", name: "slug" }, { type: "json", name: "meta" }];
    $app.save(new Collection({ name: "posts", fields, listRule: "", viewRule: "", createRule: "", updateRule: "", deleteRule: "" }));
    e.noContent(204);
  });`;

async function postsApp(hooks: string): Promise<KernelHandle> {
  const app = await appWithHooks({ "main.pb.js": posts + hooks });
  const made = await app.inject({ method: "GET", url: "/setup" });
  if (made.statusCode !== 204) throw new Error(made.body);
  return app;
}

const create = (app: KernelHandle, body: object) => ask(app, "POST /api/collections/posts/records", { body });

test("what a hook sets before next() is saved, and what was saved is there after it", async () => {
  const app = await postsApp(`
    onRecordCreateRequest((e) => {
      e.record.set("slug", e.record.getString("title").toLowerCase());
      e.next();
      $app.store().set("after", [e.record.id.length, e.record.isNew()]);
    }, "posts");
    routerAdd("GET", "/after", (e) => e.json(200, $app.store().get("after")));`);

  expect((await create(app, { title: "Hello" })).body).toMatchObject({ title: "Hello", slug: "hello" });
  expect((await ask(app, "GET /after")).body).toEqual([15, false]);
});

test("neighbours of one event run around each other in the order they came", async () => {
  const app = await postsApp(`
    const step = (name) => (e) => {
      e.record.set("slug", e.record.get("slug") + name);
      e.next();
      $app.store().set("out", ($app.store().get("out") ?? "") + name);
    };
    onRecordCreate(step("1"), "posts");
    onRecordCreate(step("other"), "users");
    onRecordCreate(step("2"));
    routerAdd("GET", "/out", (e) => e.json(200, $app.store().get("out")));`);

  expect((await create(app, { title: "x" })).body).toMatchObject({ slug: "12" });
  expect((await ask(app, "GET /out")).body).toBe("21");
});

test("not calling next() leaves the record unsaved, without an error", async () => {
  const app = await postsApp(`onRecordCreateRequest((e) => {}, "posts");`);

  expect((await create(app, { title: "x" })).status).toBe(200);
  expect((await ask(app, "GET /api/collections/posts/records")).body).toMatchObject({ totalItems: 0 });
});

test("an API error of a model hook is the answer, and any other error only says what failed", async () => {
  const app = await postsApp(`
    onRecordCreate((e) => {
      if (e.record.get("title") === "api") throw new ForbiddenError("not you");
      throw new Error("secret");
    }, "posts");`);

  expect(await create(app, { title: "api" })).toMatchObject({ status: 403, body: { message: "Not you." } });
  expect(await create(app, { title: "x" })).toMatchObject({
    status: 400,
    body: { message: "Failed to create record.", data: {} },
  });
});

test("a handler that goes on outside of its own transaction is told so, not left waiting", async () => {
  const app = await postsApp(`onRecordCreateRequest((e) => $app.runInTransaction(() => e.next()), "posts");`);

  expect((await create(app, { title: "x" })).status).toBe(500);
});

test("hooks inside a transaction work in it", async () => {
  const app = await postsApp(`
    onRecordCreateRequest((e) => {
      e.app.runInTransaction((tx) => { e.app = tx; e.next(); throw new BadRequestError("rolled back") });
    }, "posts");`);

  expect((await create(app, { title: "x" })).body).toMatchObject({ message: "Rolled back." });
  expect((await ask(app, "GET /api/collections/posts/records")).body).toMatchObject({ totalItems: 0 });
});

test("writing through the outer app inside a transaction is an error at once", async () => {
  const app = await postsApp(`
    routerAdd("GET", "/t", (e) => {
      const make = (app) => { const r = new Record(app.findCollectionByNameOrId("posts")); r.set("title", "x"); app.save(r) };
      try { $app.runInTransaction((tx) => { make(tx); make($app) }) } catch (err) { return e.string(200, String(err)) }
    });`);

  expect((await ask(app, "GET /t")).body).toContain("use the transaction it was given");
  expect((await ask(app, "GET /api/collections/posts/records")).body).toMatchObject({ totalItems: 0 });
});

const recursive = `
  onRecordAfterCreateSuccess((e) => {
    const left = Number(e.record.get("slug"));
    if (left > 0) {
      const next = new Record(e.record.collection());
      next.load({ title: "n", slug: String(left - 1) });
      e.app.save(next);
    }
    e.next();
  }, "posts");`;

test("handlers that save what they react to may nest 20 deep", async () => {
  const app = await postsApp(recursive);

  expect((await create(app, { title: "x", slug: "20" })).status).toBe(200);
  expect((await ask(app, "GET /api/collections/posts/records")).body).toMatchObject({ totalItems: 21 });
});

test("100 deep ends with a clear error, and the server goes on", async () => {
  const app = await postsApp(`${recursive}
    routerAdd("GET", "/deep", (e) => {
      const r = new Record($app.findCollectionByNameOrId("posts"));
      r.load({ title: "x", slug: "100" });
      try { $app.save(r); e.string(200, "saved") } catch (err) { e.string(200, String(err)) }
    });`);

  expect((await ask(app, "GET /deep")).body).toContain("nested more than");
  expect((await create(app, { title: "fine", slug: "0" })).status).toBe(200);
});

test("records of a list can be changed and hidden in onRecordEnrich", async () => {
  const app = await postsApp(`
    onRecordEnrich((e) => { e.record.hide("slug"); e.record.withCustomData(true); e.record.set("extra", 1); e.next() }, "posts");`);
  await create(app, { title: "x", slug: "s" });

  const { body } = await ask(app, "GET /api/collections/posts/records");

  const [item] = (body as { items: Record<string, unknown>[] }).items;
  expect(item).toMatchObject({ title: "x", extra: 1 });
  expect(item).not.toHaveProperty("slug");
});

test("JSON fields are bytes to look at and JSON to send and set", async () => {
  const app = await postsApp(`
    routerAdd("GET", "/t", (e) => {
      const r = new Record($app.findCollectionByNameOrId("posts"));
      r.set("meta", { a: [1] });
      const raw = r.get("meta");
      e.json(200, { isList: Array.isArray(raw), text: String(raw), parsed: JSON.parse(raw), string: r.getString("meta"), raw });
    });`);

  expect((await ask(app, "GET /t")).body).toEqual({
    isList: true,
    text: '{"a":[1]}',
    parsed: { a: [1] },
    string: '{"a":[1]}',
    raw: { a: [1] },
  });
});

test("a new record has its id before the first of its hooks", async () => {
  const app = await postsApp(`
    onRecordCreate((e) => { $app.store().set("id", e.record.id.length); e.next() }, "posts");
    routerAdd("GET", "/id", (e) => e.json(200, $app.store().get("id")));`);

  await create(app, { title: "x" });
  expect((await ask(app, "GET /id")).body).toBe(15);
});

test("a handler of a model event may go on inside a transaction of its own", async () => {
  const app = await postsApp(`
    onRecordCreate((e) => {
      e.app.runInTransaction((tx) => {
        e.app = tx;
        e.next();
        if (e.record.get("title") === "stop") throw new BadRequestError("rolled back");
      });
    }, "posts");`);

  expect((await create(app, { title: "x" })).status).toBe(200);
  expect((await create(app, { title: "stop" })).body).toMatchObject({ message: "Rolled back." });
  expect((await ask(app, "GET /api/collections/posts/records")).body).toMatchObject({ totalItems: 1 });
});

test("events without a request have no members of one", async () => {
  const app = await postsApp(`
    onRecordCreate((e) => { $app.store().set("types", [typeof e.requestInfo, typeof e.json, typeof e.app]); e.next() }, "posts");
    routerAdd("GET", "/types", (e) => e.json(200, $app.store().get("types")));`);

  await create(app, { title: "x" });
  expect((await ask(app, "GET /types")).body).toEqual(["undefined", "undefined", "object"]);
});

test("what hangs on an account goes with it, or both stay", async () => {
  const app = await postsApp(`
    onRecordDelete((e) => { if ($app.store().get("refuse")) throw new BadRequestError("kept"); e.next() }, "_authOrigins");
    routerAdd("GET", "/account", (e) => {
      const user = new Record($app.findCollectionByNameOrId("users"), { email: "a@b.co", password: "12345678" });
      $app.save(user);
      const origin = { collectionRef: user.collection().id, recordRef: user.id, fingerprint: "f" };
      $app.save(new Record($app.findCollectionByNameOrId("_authOrigins"), origin));
      $app.store().set("refuse", true);
      try { $app.delete(user) } catch {}
      const kept = $app.countRecords("users");
      $app.store().set("refuse", false);
      $app.delete(user);
      return e.json(200, [kept, $app.countRecords("users"), $app.countRecords("_authOrigins")]);
    });`);

  expect((await ask(app, "GET /account")).body).toEqual([1, 0, 0]);
});
