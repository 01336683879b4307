import { expect, test } from "vitest";
import { mayCall, pathWithQuery } from "../../../../plugins/dashboard/ui/panels/calls.ts";

const declared = ["GET /api/shop/orders/{id}", "POST /api/shop/orders"];

test.each(["GET /api/shop/orders/42", "GET /api/shop/orders/a-b_c.d~e", "POST /api/shop/orders"])(
  "%s is one of the requests that were declared",
  (request) => expect(mayCall(declared, request)).toBe(true),
);

test.each([
  "GET /api/shop/orders",
  "GET /api/shop/orders/",
  "GET /api/shop/orders/1/2",
  "GET /api/shop/orders/..",
  "GET /api/shop/orders/.",
  "GET /api/shop/../shop/orders/1",
  "GET /api/shop/orders/1%2f2",
  "GET /api/shop/orders/1?x=1",
  "GET /api/shop/orders/1#x",
  "GET /api/shop/orders/1\\2",
  "GET //api/shop/orders/1",
  "GET https://stranger.example/api/shop/orders/1",
  "DELETE /api/shop/orders/1",
  "get /api/shop/orders/1",
  "GET /api/shop/orders/1 GET",
  "GET",
  "",
])("%j is not", (request) => expect(mayCall(declared, request)).toBe(false));

test("values of a query are written so that they stay values", () => {
  expect(pathWithQuery("/api/x", { a: "1&b=2", c: "#" })).toBe("/api/x?a=1%26b%3D2&c=%23");
  expect(pathWithQuery("/api/x", undefined)).toBe("/api/x");
});
