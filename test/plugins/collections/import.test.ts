import { expect, test } from "vitest";
import { createHouse, type House } from "./house.ts";

function names({ collections, scope }: House): readonly string[] {
  return collections
    .all(scope.db)
    .filter(({ system }) => !system)
    .map(({ name }) => name);
}

test("collections that need each other come in at once, views last", async () => {
  const house = await createHouse();
  const { collections, scope } = house;

  await collections.importMany(
    scope.db,
    [
      { name: "v", type: "view", viewQuery: "select id, b from a" },
      { id: "ida", name: "a", fields: [{ name: "b", type: "relation", collectionId: "idb" }] },
      { id: "idb", name: "b", fields: [{ name: "a", type: "relation", collectionId: "ida" }] },
    ],
    { deleteMissing: false },
  );

  expect(names(house)).toEqual(["users", "a", "b", "v"]);
});

test("fields that are not listed stay, or go when what is missing is to go", async () => {
  const { collections, scope } = await createHouse();
  await collections.save(scope.db, collections.create({ name: "a", fields: [{ name: "x", type: "text" }] }));
  const fieldNames = (): unknown => collections.find(scope.db, "a")?.fields.map(({ name }) => name);
  const list = [{ name: "a", fields: [{ name: "y", type: "bool" }] }];

  await collections.importMany(scope.db, list, { deleteMissing: false });
  expect(fieldNames()).toEqual(["y", "id", "x"]);

  await collections.importMany(scope.db, list, { deleteMissing: true });
  expect(fieldNames()).toEqual(["y", "id"]);
  expect(collections.find(scope.db, "users")).toBeUndefined();
  expect(collections.find(scope.db, "_superusers")).toBeDefined();
});

test("one collection that is not as it should be keeps all of them out", async () => {
  const house = await createHouse();
  const list = [{ name: "fine" }, { name: "bad", fields: [{ name: "x", type: "text", min: -1 }] }];

  const importing = house.collections.importMany(house.scope.db, list, { deleteMissing: true });

  await expect(importing).rejects.toThrow(
    /^Data validations failed for collection "bad" \(pbc_\d+\):\n\{\n {2}"fields": \{\n {4}"1": \{\n {6}"min": "must be no less than 0"/,
  );
  expect(names(house)).toEqual(["users"]);
});
