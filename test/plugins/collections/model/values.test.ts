import { describe, expect, test } from "vitest";
import { makeField } from "../../../../plugins/collections/model/default-fields.ts";
import type { FieldType } from "../../../../plugins/collections/model/field.ts";
import { fieldType } from "../../../../plugins/collections/model/field-types.ts";
import { NewFile, newFilesOf } from "../../../../plugins/collections/model/fields/file.ts";

type Options = Readonly<Record<string, unknown>>;

function typeNamed(name: string): FieldType {
  const type = fieldType(name);
  if (type === undefined) throw new Error(`no type ${name}`);
  return type;
}

function normalized(type: string, value: unknown, options: Options = {}): unknown {
  return typeNamed(type).normalize(makeField(type, "x", options), value);
}

function problem(type: string, value: unknown, options: Options = {}): string | undefined {
  const field = makeField(type, "x", options);
  const kept = typeNamed(type).normalize(field, value);
  return typeNamed(type).check(field, kept)?.code;
}

describe("what is given becomes a value of the field's type", () => {
  test.each([
    ["text", " a ", " a "],
    ["text", 1e21, "1000000000000000000000"],
    ["text", 1e-7, "0.0000001"],
    ["text", [1], ""],
    ["number", "1e3", 1000],
    ["number", " 5 ", 0],
    ["number", "0x1p4", 16],
    ["number", "1_000", 1000],
    ["bool", "TRUE", true],
    ["bool", "yes", false],
    ["bool", 2, true],
    ["date", "2024-01-02T03:04:05+02:00", "2024-01-02 01:04:05.000Z"],
    ["date", "2024-01-02 03:04:05.6789Z", "2024-01-02 03:04:05.678Z"],
    ["date", "Tue, 02 Jan 2024 03:04:05 GMT", "2024-01-02 03:04:05.000Z"],
    ["date", "2024-02-30", ""],
    ["date", 1700000000, ""],
    ["json", '{"b":1,"a":2}', { b: 1, a: 2 }],
    ["json", " 5", " 5"],
    ["json", "{bad", "{bad"],
    ["geoPoint", { lat: 2, lon: 1, x: 3 }, { lon: 1, lat: 2 }],
    ["geoPoint", "x", { lon: 0, lat: 0 }],
  ])("%s: %j is %j", (type, given, expected) => {
    expect(normalized(type, given)).toEqual(expected);
  });

  test("a choice of one keeps the last, of several all that differ", () => {
    expect(normalized("select", ["b", "a"], { maxSelect: 1 })).toBe("a");
    expect(normalized("select", ["b", "a", "b", ""], { maxSelect: 2 })).toEqual(["b", "a"]);
    expect(normalized("select", '["a","b"]', { maxSelect: 2 })).toEqual(["a", "b"]);
  });

  test("keys of an object are sorted, of JSON text they stay, however often they are set", () => {
    const keys = (given: unknown): string[] =>
      Object.keys(normalized("json", normalized("json", given)) as object);

    expect(keys({ b: 1, a: 2 })).toEqual(["a", "b"]);
    expect(keys('{"b":1,"a":2}')).toEqual(["b", "a"]);
  });
});

describe("what only looks like a value is none", () => {
  test("a client cannot hand in a hash", () => {
    expect(normalized("password", { hash: "$2a$10$abc", plain: "" })).toEqual({ hash: "", plain: "" });
  });

  test("an object with a text of its own called toString is no text", () => {
    expect(normalized("text", { toString: "x" })).toBe("");
    expect(normalized("date", { toString: "x" })).toBe("");
  });

  test("a key called __proto__ is a key like any other", () => {
    const given: unknown = JSON.parse('{"__proto__":{"a":1},"b":2}');

    expect(JSON.stringify(normalized("json", given))).toBe('{"__proto__":{"a":1},"b":2}');
  });
});

describe("modifiers", () => {
  test("add to, put before and take from a list", () => {
    const field = makeField("select", "x", { maxSelect: 3 });
    const { modifiers } = typeNamed("select");

    expect(modifiers?.append?.(field, ["a"], "b")).toEqual(["a", "b"]);
    expect(modifiers?.prepend?.(field, ["a"], ["b", "c"])).toEqual(["b", "c", "a"]);
    expect(modifiers?.remove?.(field, ["a", "b"], "a")).toEqual(["b"]);
  });

  test("add to and take from a number", () => {
    const field = makeField("number", "x");

    expect(typeNamed("number").modifiers?.append?.(field, 2, "3")).toBe(5);
    expect(typeNamed("number").modifiers?.remove?.(field, 2, 3)).toBe(-1);
  });

  test("take a new file from a list by its name", () => {
    const field = makeField("file", "x", { maxSelect: 3 });
    const added = new NewFile({
      name: "n.txt",
      originalName: "N",
      size: 1,
      mimeType: "text/plain",
      source: 0,
    });
    const both = typeNamed("file").modifiers?.append?.(field, ["a.txt"], added);

    expect(newFilesOf(both)).toEqual([added]);
    expect(typeNamed("file").toColumn(field, both)).toBe('["a.txt","n.txt"]');
    expect(typeNamed("file").modifiers?.remove?.(field, both, "n.txt")).toEqual(["a.txt"]);
  });
});

describe("checks", () => {
  test.each([
    ["text", "a", { min: 2 }, "validation_min_text_constraint"],
    ["text", "x".repeat(5001), {}, "validation_max_text_constraint"],
    ["text", "éé", { min: 2, max: 3, required: true }, undefined],
    ["text", "", { pattern: "^a$" }, undefined],
    ["number", 2.5, { onlyInt: true }, "validation_only_int_constraint"],
    ["number", 0, { min: 2 }, undefined],
    ["bool", false, { required: true }, "validation_required"],
    ["email", "a@localhost", {}, "validation_is_email"],
    ["email", "a@b.co", { onlyDomains: ["B.co"] }, "validation_email_domain_not_allowed"],
    ["url", "javascript:alert(1)", {}, "validation_invalid_url"],
    ["url", "a.co", {}, undefined],
    ["date", "2023-12-31", { min: "2024-01-01" }, "validation_min_greater_equal_than_required"],
    ["select", "d", { values: ["a"] }, "validation_invalid_value"],
    ["json", [], { required: true }, "validation_required"],
    ["json", 0, { required: true }, undefined],
    ["json", "abcd", { maxSize: 5 }, "validation_json_size_limit"],
    ["json", "\0", {}, "validation_invalid_json"],
    ["geoPoint", { lon: 999, lat: 999 }, {}, "validation_invalid_latitude"],
    ["password", "x".repeat(72), {}, "validation_max_text_constraint"],
    ["relation", ["a"], { maxSelect: 3, minSelect: 2 }, "validation_not_enough_values"],
    ["relation", [], { maxSelect: 3, minSelect: 2 }, undefined],
  ])("%s: %j with %j", (type, given, options, code) => {
    expect(problem(type, given, options)).toBe(code);
  });

  test("a key of an own pattern may not be what file systems trip over", () => {
    const key = { primaryKey: true, required: true, pattern: ".*" };

    expect(problem("text", "a/b", key)).toBe("validation_forbidden_pk_character");
    expect(problem("text", "com1", key)).toBe("validation_reserved_pk");
    expect(problem("text", "fine-id", key)).toBeUndefined();
  });

  test("a date out of range names its limit in words and as a parameter", () => {
    const field = makeField("date", "x", { min: "2024-01-01" });
    const found = typeNamed("date").check(field, "2023-01-01 00:00:00.000Z");

    expect(found?.message).toBe("must be no less than 2024-01-01 00:00:00 +0000 UTC");
    expect(found?.params).toEqual({ threshold: "2024-01-01T00:00:00Z" });
  });
});

describe("values that fill themselves in", () => {
  const save = { value: "", original: "", now: "2024-01-01 00:00:00.000Z" };

  test("a text with a generator gets one on create only", () => {
    const field = makeField("text", "x", { autogeneratePattern: "[a-z]{3}-\\d{2}" });
    const type = typeNamed("text");

    expect(type.onSave?.(field, { ...save, operation: "create" })).toMatch(/^[a-z]{3}-\d{2}$/);
    expect(type.onSave?.(field, { ...save, operation: "update" })).toBe("");
  });

  test("an autodate is set when its time comes, unless somebody put a value there on purpose", () => {
    const field = makeField("autodate", "x", { onCreate: true });
    const type = typeNamed("autodate");

    expect(type.onSave?.(field, { ...save, operation: "create" })).toBe(save.now);
    expect(type.onSave?.(field, { ...save, operation: "update" })).toBe("");
    expect(type.onSave?.(field, { ...save, operation: "create", value: "2020" })).toBe("2020");
  });
});
