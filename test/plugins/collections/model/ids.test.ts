import { expect, test } from "vitest";
import { collectionId, fieldId, freeId } from "../../../../plugins/collections/model/ids.ts";

test.each([
  ["auth", "_superusers", "pbc_3142635823"],
  ["base", "_mfas", "pbc_2279338944"],
  ["base", "demo", "pbc_4048533520"],
])("a collection of type %s named %s is %s", (type, name, id) => {
  expect(collectionId(type, name)).toBe(id);
});

test.each([
  ["text", "id", "text3208210256"],
  ["password", "password", "password901924565"],
  ["geoPoint", "ge", "geoPoint1455258184"],
])("a field of type %s named %s is %s", (type, name, id) => {
  expect(fieldId(type, name)).toBe(id);
});

test("an id that is taken gets the first free number", () => {
  const taken = new Set(["a", "a2"]);

  expect(freeId("a", (id) => taken.has(id))).toBe("a3");
});
