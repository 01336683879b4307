import { expect, test } from "vitest";
import { pick, pickItems } from "../../../plugins/records/pick.ts";

const record = {
  id: "x",
  title: "<p>Hello  <b>world</b></p><script>no</script>",
  data: { b: 1, a: 2 },
  expand: { rel: [{ id: "r", n: 1 }] },
};

test("only what is named is kept, in alphabetical order", () => {
  expect(JSON.stringify(pick(record, "id,data,nope"))).toBe('{"data":{"a":2,"b":1},"id":"x"}');
});

test("paths reach into objects and lists of objects", () => {
  expect(pick(record, "expand.rel.id")).toEqual({ expand: { rel: [{ id: "r" }] } });
});

test("a star keeps all keys of its level, and others may still change theirs", () => {
  expect(pick(record, "*,title:excerpt(5,true)")).toEqual({ ...record, title: "Hello..." });
});

test("an excerpt is the text without tags, white space collapsed", () => {
  expect(pick({ title: record.title }, "title:excerpt(50)")).toEqual({ title: "Hello world" });
});

test.each(["id:nope", "id:excerpt(0)", "id:excerpt()", "id:excerpt(x)"])("refused: %s", (fields) => {
  expect(() => pick(record, fields)).toThrow();
});

test("of a page, the items are picked from", () => {
  const page = { items: [record], page: 1, perPage: 30, totalItems: 1, totalPages: 1 };
  expect(pickItems(page, "id")).toEqual({ ...page, items: [{ id: "x" }] });
});
