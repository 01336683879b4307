import { expect, test } from "vitest";
import { ask } from "../../support/app.ts";
import { answerOf, appWithHooks } from "../../support/hooks.ts";

test("a route answers with JSON, its keys in order and unsafe characters escaped", async () => {
  const app = await appWithHooks({
    "a.pb.js": `routerAdd("get", "/hello/{name}", (e) => e.json(200, { b: e.request.pathValue("name"), a: "<&>" }))`,
  });

  const answer = await app.inject({ method: "GET", url: "/hello/world" });

  expect(answer.body).toBe('{"a":"\\u003c\\u0026\\u003e","b":"world"}\n');
  expect(answer.headers["content-type"]).toBe("application/json");
});

test("a thrown API error is the answer, with its validation data", async () => {
  expect(
    await answerOf(`throw new BadRequestError("no way", { title: new ValidationError("x_y", "bad title") })`),
  ).toEqual({
    data: { title: { code: "x_y", message: "Bad title." } },
    message: "No way.",
    status: 400,
  });
});

test("a returned API error counts as thrown, and any other returned value is ignored", async () => {
  expect(await answerOf(`return new ForbiddenError("no")`)).toMatchObject({ status: 403, message: "No." });
  expect(await answerOf(`return "ignored"`)).toBe("");
});

test("whatever else is thrown answers 400 and tells nothing", async () => {
  const told = { status: 400, message: "Something went wrong while processing your request.", data: {} };

  expect(await answerOf(`throw "text"`)).toEqual(told);
  expect(await answerOf(`null.x`)).toEqual(told);
});

test("a record that is not there answers 404", async () => {
  expect(await answerOf(`$app.findRecordById("users", "nope")`)).toMatchObject({ status: 404 });
});

test("writing twice appends, and headers set before are sent", async () => {
  const app = await appWithHooks({
    "a.pb.js": `routerAdd("GET", "/t", (e) => { e.response.header().set("X-A", "1"); e.string(201, "a"); e.string(200, "b") })`,
  });

  const answer = await app.inject({ method: "GET", url: "/t" });

  expect([answer.statusCode, answer.body, answer.headers["x-a"]]).toEqual([201, "ab", "1"]);
});

test("async handlers answer when they are done, and their errors count", async () => {
  const app = await appWithHooks({
    "a.pb.js": `
      routerAdd("GET", "/ok", async (e) => { await new Promise((done) => setTimeout(done, 5)); return e.json(200, 1) });
      routerAdd("GET", "/bad", async (e) => { await null; throw new ApiError(418, "tea") });`,
  });

  expect((await ask(app, "GET /ok")).body).toBe(1);
  expect((await ask(app, "GET /bad")).status).toBe(418);
});

test("middlewares run by priority around the handler and share values with it", async () => {
  const app = await appWithHooks({
    "a.pb.js": `
      const mark = (name) => (e) => { e.set("seen", (e.get("seen") ?? "") + name); return e.next() };
      routerUse(mark("b"));
      routerUse(new Middleware(mark("a"), -1));
      routerAdd("GET", "/t", (e) => e.string(200, e.get("seen")), mark("c"), mark("d"));`,
  });

  expect((await ask(app, "GET /t")).body).toBe("abcd");
});

test("$apis.requireAuth() keeps guests out", async () => {
  const app = await appWithHooks({
    "a.pb.js": `routerAdd("GET", "/t", (e) => e.json(200, 1), $apis.requireAuth())`,
  });

  expect(await ask(app, "GET /t")).toMatchObject({
    status: 401,
    body: { message: "The request requires valid record authorization token." },
  });
});

test("the request is readable in the reference's words", async () => {
  const body = await answerOf(`
    const { query, headers } = e.requestInfo();
    const url = e.request.url;
    e.json(200, [e.request.method, url.path, url.query().get("b"), JSON.parse(toString(url.query())), query, headers.x_foo_bar,
      e.request.header.get("X-FOO-bar"), e.request.header.get("nope"), e.hasSuperuserAuth(), e.auth])`);

  expect(body).toEqual([
    "GET",
    "/t",
    "2",
    { a: ["1"], b: ["2", "3"] },
    { a: "1", b: "2" },
    "z",
    "z",
    "",
    false,
    null,
  ]);
});

test("what registers does not exist in handlers", async () => {
  expect(
    await answerOf(
      `e.json(200, [typeof routerAdd, typeof onRecordCreate, typeof module, typeof cronAdd, typeof require])`,
    ),
  ).toEqual(["undefined", "undefined", "undefined", "function", "function"]);
});

test("a long answer arrives as it was given, quotes, zeros and line separators included", async () => {
  const app = await appWithHooks({
    "main.pb.js": `routerAdd("GET", "/long", (e) => {
      const text = String.fromCharCode(0, 34, 92, 0x2028, 0xd83d, 0xde00).repeat(Number(e.request.url.query().get("n")));
      return e.json(200, { text, list: [{ a: 1, b: text }] });
    });`,
  });
  const text = '\0"\\\u2028😀';

  for (const n of [1, 100, 30_000]) {
    const whole = { text: text.repeat(n), list: [{ a: 1, b: text.repeat(n) }] };
    expect((await ask(app, `GET /long?n=${n}`)).body).toEqual(whole);
    expect((await ask(app, `GET /long?n=${n}&fields=list.a`)).body).toEqual({ list: [{ a: 1 }] });
  }
});
