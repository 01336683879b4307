import { expect, test } from "vitest";
import { BadRequest } from "../../../kernel/errors.ts";
import { Form } from "../../../kernel/http/form.ts";
import type { RequestEvent } from "../../../kernel/http/request.ts";

/** As much of a request as forms look at. */
function request(data: Record<string, unknown>, type = "application/json"): RequestEvent {
  const body = async () => ({ data, files: [] });
  return { header: () => type, body } as unknown as RequestEvent;
}

test("keys are found in any case, and nothing counts as left out", async () => {
  const form = await Form.of(request({ Name: "a", NAME: null, age: null }));

  expect([form.text("name"), form.integer("age"), form.bool("on"), form.texts("tags")]).toEqual([
    "a",
    0,
    false,
    [],
  ]);
});

test.each([
  ["a number for a text", (form: Form) => form.text("number")],
  ["a fraction for a whole number", (form: Form) => form.integer("fraction")],
  ["a number beyond 64 bits", (form: Form) => form.integer("huge")],
  ["a text for a list", (form: Form) => form.texts("text")],
  ["a list for an object", (form: Form) => form.object("list")],
  ["a text among objects", (form: Form) => form.objects("list")],
])("%s cannot be read", async (_, read) => {
  const form = await Form.of(
    request({ number: 1, fraction: 1.5, huge: 1e20, text: "a", list: ["a"] }),
    BadRequest,
  );

  expect(() => read(form)).toThrow(BadRequest);
});

test("what a form field looks like is read as its text again, and one value is a list of one", async () => {
  const form = await Form.of(request({ code: 123, tags: "a" }, "application/x-www-form-urlencoded"));

  expect([form.text("code"), form.texts("tags")]).toEqual(["123", ["a"]]);
});
