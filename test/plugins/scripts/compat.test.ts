import { expect, test } from "vitest";
import type { KernelHandle } from "../../../kernel/kernel.ts";
import { ask } from "../../support/app.ts";
import { appWithHooks } from "../../support/hooks.ts";

// What these say was seen on PocketBase 0.39.11.

async function thingsApp(): Promise<KernelHandle> {
  const app = await appWithHooks({
    "main.pb.js": `
      routerAdd("GET", "/setup", (e) => {
        const fields = [
          { type: "text", name: "title", required: true }, { type: "bool", name: "done" }, { type: "number", name: "n" },
          { type: "date", name: "day" }, { type: "json", name: "data" }, { type: "geoPoint", name: "place" },
          { type: "select", name: "tags", values: ["a", "b"], maxSelect: 2 },
        ];
        $app.save(new Collection({ name: "things", fields }));
        const r = new Record($app.findCollectionByNameOrId("things"));
        r.load({ title: "one", done: true, n: 2, day: "2024-01-02 03:04:05.678Z", data: { k: 1 }, tags: ["a", "b"] });
        $app.save(r);
        e.noContent(204);
      });
      routerAdd("POST", "/run", (e) => {
        const run = new Function("thing", "e", "return (" + e.requestInfo().body.code + ")");
        return e.json(200, [run($app.findFirstRecordByFilter("things", "title = 'one'"), e)]);
      });
      routerAdd("GET", "/caught", (e) => { throw new ForbiddenError("no", { a: 1 }) }, (e) => {
        try { e.next() } catch (x) { return e.json(200, [String(x), x.value.status]) }
      });
      routerAdd("GET", "/returned", (e) => { try { $app.findRecordById("things", "x") } catch (x) { return x } });
      routerAdd("GET", "/wrapped", (e) => {
        try { $app.save(new Record($app.findCollectionByNameOrId("things"))) } catch (x) { throw new BadRequestError("bad", x) }
      });`,
  });
  await ask(app, "GET /setup");
  return app;
}

/** The value of an expression in a handler; `thing` is a record. */
async function run(...codes: readonly string[]): Promise<unknown> {
  const app = await thingsApp();
  const values: unknown[] = [];
  for (const code of codes) {
    const { body } = await ask(app, "POST /run", { body: { code } });
    values.push(Array.isArray(body) ? body[0] : body);
  }
  return values.length === 1 ? values[0] : values;
}

test("booleans are parameters of filters", async () => {
  expect(await run(`$app.findRecordsByFilter("things", "done = {:d}", "", 0, 0, { d: true }).length`)).toBe(
    1,
  );
  expect(await run(`$app.findRecordsByFilter("things", "done = {:d}", "", 0, 0, { d: false }).length`)).toBe(
    0,
  );
});

test("a field tells its type when asked, and a list of fields may be replaced by a plain one", async () => {
  expect(await run(`thing.collection().fields.map((f) => f.type()).slice(0, 3)`)).toEqual([
    "text",
    "text",
    "bool",
  ]);
  expect(
    await run(
      `(() => { const c = thing.collection(); c.fields = c.fields.filter((f) => f.name !== "n"); return c.fields.fieldNames().includes("n") })()`,
    ),
  ).toBe(false);
});

test("a collection keeps its secrets in answers and in JSON", async () => {
  const text = await run(`JSON.stringify($app.findCollectionByNameOrId("users"))`);
  expect(text).toContain("authToken");
  expect(text).not.toContain("secret");
  expect(await run(`$app.findCollectionByNameOrId("users").authToken.secret.length > 20`)).toBe(true);
});

test("getters read each type as the reference does", async () => {
  expect(await run(`[thing.getString("tags"), thing.getFloat("day"), thing.get("collectionName")]`)).toEqual([
    "",
    0,
    null,
  ]);
  expect(await run(`String(thing.get("place"))`)).toBe('{"lon":0,"lat":0}');
  expect(await run(`(thing.set("day", 1700000000), thing.getString("day"))`)).toBe(
    "2023-11-14 22:13:20.000Z",
  );
});

test("the original of a record stays what was loaded, whatever was saved since", async () => {
  const code = `(() => { thing.set("n", 7); $app.save(thing); const o = thing.original().get("n"); thing.set("n", 2); $app.save(thing); return o })()`;
  expect(await run(code)).toBe(2);
});

test("rows keep the names of their shape in answers, and whole numbers are bound as such", async () => {
  const row = (text: string): string =>
    `(() => { const m = new DynamicModel({ Total: 0 }); $app.db().newQuery(${JSON.stringify(text)}).bind({ n: 7 }).one(m); return m })()`;
  expect(await run(row("SELECT {:n} / 2 AS Total"))).toEqual({ Total: 3 });
});

test("several statements may be given at once", async () => {
  const code = `(() => { $app.db().newQuery("CREATE TABLE q (a TEXT); INSERT INTO q VALUES ('x');").execute(); return $app.hasTable("q") })()`;
  expect(await run(code)).toBe(true);
});

test("durations and times read as the reference writes them", async () => {
  expect(await run(`String(new DateTime("2024-01-02 03:00:00").sub(new DateTime("2024-01-01")))`)).toBe(
    "27h0m0s",
  );
  expect(await run(`new DateTime("2024-03-05 06:07:08.120Z").time().string()`)).toBe(
    "2024-03-05 06:07:08.12 +0000 UTC",
  );
});

test("related records may be fetched by the script itself", async () => {
  const code = `(() => {
    const c = new Collection({ name: "notes", fields: [{ type: "relation", name: "thing", collectionId: thing.collection().id, maxSelect: 1 }] });
    $app.save(c);
    const note = new Record(c, { thing: thing.id });
    const asked = [];
    $app.expandRecord(note, ["thing"], (collection, ids) => { asked.push(collection.name, ids.length); return [thing] });
    return [...asked, note.expandedOne("thing").get("title")];
  })()`;
  expect(await run(code)).toEqual(["things", 1, "one"]);
});

test("an error that comes through next() is held by another, and its answer stays the same", async () => {
  expect((await ask(await thingsApp(), "GET /caught")).body).toEqual(["GoError: No.", 403]);
});

test("an exception that is caught and returned is no answer", async () => {
  expect(await ask(await thingsApp(), "GET /returned")).toMatchObject({ status: 200 });
});

test("a caught error as data of an answer tells which values are wrong", async () => {
  expect((await ask(await thingsApp(), "GET /wrapped")).body).toMatchObject({
    message: "Bad.",
    data: { value: { title: { code: "validation_required" } } },
  });
});

test("a form for accounts wants its password confirmed, and the old one from whoever may not manage them", async () => {
  const form = (data: string, before = ""): string =>
    `(() => {
      let user;
      try { user = $app.findAuthRecordByEmail("users", "a@b.co") } catch {
        user = new Record($app.findCollectionByNameOrId("users"), { email: "a@b.co", password: "12345678" });
        $app.save(user);
      }
      const form = new RecordUpsertForm($app, user);
      ${before}
      form.load(${data});
      try { form.submit(); return "saved" } catch (x) { return x.message }
    })()`;
  expect(
    await run(
      form(`{ password: "87654321", passwordConfirm: "x", oldPassword: "12345678" }`),
      form(`{ password: "87654321", passwordConfirm: "87654321", oldPassword: "wrong" }`),
      form(`{ email: "c@d.co" }`),
      form(`{ password: "87654321", passwordConfirm: "87654321" }`, "form.grantManagerAccess();"),
    ),
  ).toEqual([
    "passwordConfirm: Values don't match..",
    "oldPassword: Missing or invalid old password..",
    "email: Values don't match..",
    "saved",
  ]);
});

test("collections and settings keep the API's order of keys in answers", async () => {
  const app = await appWithHooks({
    "main.pb.js": `
      routerAdd("GET", "/collection", (e) => e.json(200, $app.findCollectionByNameOrId("users")));
      routerAdd("GET", "/settings", (e) => e.json(200, $app.settings()));`,
  });
  const keysOf = async (url: string): Promise<string[]> =>
    Object.keys(JSON.parse((await app.inject({ method: "GET", url })).body) as object);
  expect((await keysOf("/collection")).slice(0, 14).join()).toBe(
    "id,listRule,viewRule,createRule,updateRule,deleteRule,name,type,fields,indexes,created,updated,system,authRule",
  );
  expect((await keysOf("/settings")).join()).toBe(
    "superuserIPs,smtp,backups,s3,meta,rateLimits,trustedProxy,batch,logs",
  );
});

test("a model hook for a collection's records does not hear the collection itself; its own hooks do", async () => {
  const app = await appWithHooks({
    "main.pb.js": `
      onModelUpdate((e) => { $app.store().set("model", e.model.tableName()); e.next() }, "users");
      onModelUpdate((e) => { $app.store().set("collections", e.model.tableName()); e.next() }, "_collections");
      onCollectionUpdate((e) => { $app.store().set("collection", e.collection.name); e.next() }, "users");
      routerAdd("GET", "/t", (e) => {
        $app.save($app.findCollectionByNameOrId("users"));
        return e.json(200, ["model", "collections", "collection"].map((key) => $app.store().get(key)));
      });`,
  });
  expect((await ask(app, "GET /t")).body).toEqual([null, "_collections", "users"]);
});

test("a line of $app.logger() has the author's keys and no others", async () => {
  const app = await appWithHooks({
    "main.pb.js": `routerAdd("GET", "/t", (e) => {
      $app.logger().info("hello", "a", 1);
      try { $app.findLogById("none") } catch {} // has what is waiting written
      const row = new DynamicModel({ data: "" });
      $app.logQuery().select("data").andWhere($dbx.exp("message = 'hello'")).one(row);
      return e.json(200, JSON.parse(row.data));
    });`,
  });
  expect((await ask(app, "GET /t")).body).toEqual({ a: 1 });
});
