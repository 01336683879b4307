import { expect, test } from "vitest";
import { BadRequest, ValidationError, ValidationErrors } from "../../../kernel/errors.ts";
import type { Middleware, Route } from "../../../kernel/http/routes.ts";
import type { KernelHandle } from "../../../kernel/kernel.ts";
import type { Plugin } from "../../../kernel/plugins/plugin.ts";
import { createTestApp } from "../../support/app.ts";

function appWith(routes: readonly Route[], middlewares: readonly Middleware[] = []): Promise<KernelHandle> {
  const plugin: Plugin = {
    name: "t",
    summary: "",
    setup(scope) {
      scope.route(...routes);
      scope.middleware(...middlewares);
      return undefined as never;
    },
  };
  return createTestApp({ plugins: [plugin] });
}

const get = (path: string, handle: Route["handle"], middlewares: readonly Middleware[] = []): Route => ({
  method: "GET",
  path,
  handle,
  middlewares,
});

test("an unknown path answers 404 in the reference's shape, new line included", async () => {
  const app = await appWith([]);

  const response = await app.inject({ method: "PUT", url: "/nothing" });

  expect(response.statusCode).toBe(404);
  expect(response.headers["content-type"]).toBe("application/json");
  expect(response.body).toBe('{"data":{},"message":"The requested resource wasn\'t found.","status":404}\n');
});

test("validation issues are told as code and sentence, whatever else is in the data as invalid", async () => {
  const short = new ValidationError(
    "validation_min_text_constraint",
    "Must be at least {{.min}} character(s)",
    { min: 3 },
  );
  const app = await appWith([
    get("/", () => {
      throw new BadRequest({ title: short, nested: new ValidationErrors({ a: short }), other: 5 });
    }),
  ]);

  const leaf = {
    code: "validation_min_text_constraint",
    message: "Must be at least 3 character(s).",
    params: { min: 3 },
  };
  expect((await app.inject("/")).json()).toEqual({
    data: {
      title: leaf,
      nested: { a: leaf },
      other: { code: "validation_invalid_value", message: "Invalid value." },
    },
    message: "Something went wrong while processing your request.",
    status: 400,
  });
});

test("an unexpected error tells nothing of itself", async () => {
  const app = await appWith([
    get("/", () => {
      throw new Error("secret");
    }),
  ]);

  const response = await app.inject("/");

  expect(response.statusCode).toBe(400);
  expect(response.body).not.toContain("secret");
});

test("markup in JSON is escaped as the reference does", async () => {
  const app = await appWith([get("/", () => ({ text: "<b>&\u2028" }))]);

  expect((await app.inject("/")).body).toBe('{"text":"\\u003cb\\u003e\\u0026\\u2028"}\n');
});

test("a handler that writes nothing answers 200 without a body", async () => {
  const app = await appWith([get("/", () => undefined)]);

  const response = await app.inject("/");

  expect([response.statusCode, response.body]).toEqual([200, ""]);
});

test("writing twice appends, and an error after the answer changes nothing", async () => {
  const app = await appWith([
    get("/", (e) => {
      e.text(201, "one ");
      e.text(200, "two");
      throw new Error("late");
    }),
  ]);

  const response = await app.inject("/");

  expect([response.statusCode, response.body]).toEqual([201, "one two"]);
});

test("HEAD gets the headers of GET and no body", async () => {
  const app = await appWith([get("/", (e) => e.text(200, "hello"))]);

  const response = await app.inject({ method: "HEAD", url: "/" });

  expect([response.statusCode, response.headers["content-length"], response.body]).toEqual([200, "5", ""]);
});

test("unclean paths are redirected to the clean ones", async () => {
  const app = await appWith([]);

  const response = await app.inject("/a//b/../c?x=1");

  expect([response.statusCode, response.headers.location]).toEqual([307, "/a/c?x=1"]);
});

test("middlewares run by priority, an inner one replaces an outer one of its id, and one may answer itself", async () => {
  const seen: string[] = [];
  const step = (id: string, priority: number, label = id): Middleware => ({
    id,
    priority,
    before: () => void seen.push(label),
  });
  const wrap: Middleware = {
    handle: async (e) => {
      seen.push("wrap in");
      await e.next();
      seen.push("wrap out");
    },
  };
  const closed: Middleware = { before: (e) => e.text(403, "closed") };
  const app = await appWith(
    [
      get("/", () => void seen.push("route"), [step("b", -5, "b of the route"), wrap]),
      get("/closed", () => "never", [closed]),
    ],
    [step("b", -5), step("a", -10)],
  );

  await app.inject("/");
  const refused = await app.inject("/closed");

  expect(seen.slice(0, 5)).toEqual(["a", "b of the route", "wrap in", "route", "wrap out"]);
  expect([refused.statusCode, refused.body]).toEqual([403, "closed"]);
});

test.each([
  ["application/json", '{"a":1}', { a: 1 }],
  ["application/x-www-form-urlencoded", "a=1&a=007&b=true&c=", { a: [1, "007"], b: true, c: "" }],
  [
    "multipart/form-data; boundary=x",
    '--x\r\nContent-Disposition: form-data; name="@jsonPayload"\r\n\r\n{"a":[1]}\r\n--x\r\nContent-Disposition: form-data; name="b"\r\n\r\n1.50\r\n--x--\r\n',
    { a: [1], b: "1.50" },
  ],
  ["application/json", '{"a":"}{"}{"b":1}', { a: "}{" }],
  ["application/json", '{"a":1} and more', { a: 1 }],
])("a body of %s is read as values", async (type, payload, expected) => {
  const app = await appWith([{ method: "POST", path: "/", handle: async (e) => (await e.body()).data }]);

  const response = await app.inject({ method: "POST", url: "/", headers: { "content-type": type }, payload });

  expect(response.json()).toEqual(expected);
});

test.each([
  ["text/csv", "a", 400, "Unsupported Content-Type."],
  ["", "a", 400, "Unsupported Content-Type."],
  ["*/*", "a", 400, "Unsupported Content-Type."],
  ["application/json", " ", 400, "Something went wrong while processing your request."],
  ["application/x-www-form-urlencoded", "a=%zz", 400, "Something went wrong while processing your request."],
  ["application/json", "{bad", 400, "Something went wrong while processing your request."],
  ["application/json", `"${"x".repeat(200)}"`, 413, "Request entity too large."],
])("a body of %s that cannot be read is refused (%s)", async (type, payload, status, message) => {
  const limit: Middleware = {
    before: (e) => {
      e.bodyLimit = 100;
    },
  };
  const app = await appWith(
    [{ method: "POST", path: "/", handle: async (e) => (await e.body()).data }],
    [limit],
  );

  const response = await app.inject({ method: "POST", url: "/", headers: { "content-type": type }, payload });

  expect(response.json()).toEqual({ data: {}, message, status });
});

test("a path without the slash its route ends with is sent there, unless it has a route of its own", async () => {
  const say = (text: string) => (e: Parameters<Route["handle"]>[0]) => e.send(200, "text/plain", text);
  const app = await appWith([
    get("/a/", say("a/")),
    get("/b", say("b")),
    get("/b/", say("b/")),
    get("/c/{rest...}", say("rest")),
    get("/{path...}", say("any")),
    { method: "POST", path: "/d/{id}/", handle: say("d/") },
  ]);

  const moved = await app.inject({ method: "GET", url: "/a?x=1" });
  expect([moved.statusCode, moved.headers.location]).toEqual([307, "/a/?x=1"]);
  expect(moved.body).toBe('<a href="/a/?x=1">Temporary Redirect</a>.\n\n');
  const posted = await app.inject({ method: "POST", url: "/d/1" });
  expect([posted.statusCode, posted.headers.location, posted.body]).toEqual([307, "/d/1/", ""]);
  expect((await app.inject({ method: "GET", url: "/b" })).body).toBe("b");
  expect((await app.inject({ method: "GET", url: "/a/x" })).body).toBe("a/");
  expect((await app.inject({ method: "GET", url: "/e" })).body).toBe("any");
});

test("a route may have any method that HTTP knows", async () => {
  const app = await appWith([
    { method: "PURGE", path: "/cache", handle: (e) => e.send(200, "text/plain", "gone") },
  ]);

  const purge = { method: "PURGE" as "GET", url: "/cache" };
  expect((await app.inject(purge)).body).toBe("gone");
  expect((await app.inject({ ...purge, url: "/other" })).json()).toMatchObject({ status: 404 });
});
