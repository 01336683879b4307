import { describe, expect, test } from "vitest";
import { compare, parsePattern } from "../../../kernel/http/pattern.ts";
import { type Route, RouteTable } from "../../../kernel/http/routes.ts";

function table(...paths: readonly string[]): RouteTable {
  return new RouteTable(paths.map(route), []);
}

function route(text: string): Route {
  const [method, path] = text.includes(" ") ? text.split(" ") : ["", text];
  return { method: method ?? "", path: path ?? "", handle: () => text };
}

function matched(routes: RouteTable, request: string): unknown {
  const [method = "", url = ""] = request.split(" ");
  const slash = url.indexOf("/");
  const found = routes.match(method, url.slice(0, slash), url.slice(slash + 1).split("/"));
  return found && [found.route.pattern.text, found.params];
}

describe("the most specific route wins", () => {
  const routes = table(
    "GET /{path...}",
    "GET /api/{name}",
    "GET /api/health",
    "POST /api/{name}",
    "GET /docs/",
    "GET /docs/{$}",
    "GET files.example/{path...}",
  );

  test.each([
    ["GET /api/health", ["GET /api/health", {}]],
    ["HEAD /api/health", ["GET /api/health", {}]],
    ["GET /api/other", ["GET /api/{name}", { name: "other" }]],
    ["POST /api/health", ["POST /api/{name}", { name: "health" }]],
    ["GET /docs/", ["GET /docs/{$}", {}]],
    ["GET /docs/a/b", ["GET /docs/", {}]],
    ["GET /a/b", ["GET /{path...}", { path: "a/b" }]],
    ["GET /", ["GET /{path...}", { path: "" }]],
    ["GET files.example/a", ["GET files.example/{path...}", { path: "a" }]],
    ["DELETE /api/health", undefined],
  ])("%s", (request, expected) => {
    expect(matched(routes, request)).toEqual(expected);
  });
});

test("a literal that leads nowhere does not hide a wildcard", () => {
  const routes = table("GET /a/{x}/c", "GET /a/b/d");

  expect(matched(routes, "GET /a/b/c")).toEqual(["GET /a/{x}/c", { x: "b" }]);
});

test.each([
  ["GET /a/{x}", "GET /a/{y}"],
  ["GET /a/{x}/b", "GET /a/b/{y}"],
  ["/a", "/a"],
  ["/a", "GET /{x}"],
])("%s and %s conflict", (a, b) => {
  expect(() => table(a, b)).toThrow("conflicts with");
});

test.each([
  ["GET /a", "POST /a"],
  ["GET /a/{x}", "GET /a/b"],
  ["GET /{x...}", "GET /a"],
  ["/a/{x}", "GET /a/{x}"],
])("%s and %s can live together", (a, b) => {
  expect(() => table(a, b)).not.toThrow();
});

test.each(["a", "/{", "/a{b}", "/{a}/{a}", "/{a...}/b", "/{$}/b", "/{}", "/{1a}", "{h}/a"])(
  "%s is refused",
  (text) => {
    expect(() => parsePattern("GET", text)).toThrow("Invalid route pattern");
  },
);

test("hosts set patterns apart", () => {
  expect(compare(parsePattern("", "a.com/x"), parsePattern("", "b.com/x"))).toBe("disjoint");
  expect(compare(parsePattern("", "a.com/x"), parsePattern("", "/x"))).toBe("narrower");
});
