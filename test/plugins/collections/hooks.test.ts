import { expect, test } from "vitest";
import type { Hook } from "../../../kernel/index.ts";
import { collectionHooks } from "../../../plugins/collections/contract.ts";
import { modelHooks } from "../../../plugins/models/contract.ts";
import { createHouse, type House } from "./house.ts";

/** Every hook of collections and models that fires, in order. */
function watch({ scope }: House): readonly string[] {
  const fired: string[] = [];
  const families = [
    ...Object.values(collectionHooks),
    ...Object.values(modelHooks),
  ] as unknown as Hook<object>[];
  for (const hook of families) {
    scope.on(hook, (e) => {
      fired.push(hook.name);
      return e.next();
    });
  }
  return fired;
}

test("a collection goes through its hooks, each around the model's", async () => {
  const house = await createHouse();
  const fired = watch(house);

  await house.collections.save(house.scope.db, house.collections.create({ name: "posts" }));

  expect(fired).toEqual([
    "onCollectionCreate",
    "onModelCreate",
    "onCollectionValidate",
    "onModelValidate",
    "onCollectionCreateExecute",
    "onModelCreateExecute",
    "onCollectionAfterCreateSuccess",
    "onModelAfterCreateSuccess",
  ]);
});

test("one that is not valid ends in its error hooks, before anything was written", async () => {
  const house = await createHouse();
  const fired = watch(house);

  const saving = house.collections.save(house.scope.db, house.collections.create({ name: "a b" }));

  await expect(saving).rejects.toThrow("must be in a valid format");
  expect(fired.slice(3)).toEqual(["onCollectionAfterCreateError", "onModelAfterCreateError"]);
});

test("an import skips the hooks of validation and tells of success when all is committed", async () => {
  const house = await createHouse();
  const fired = watch(house);

  await house.collections.importMany(house.scope.db, [{ name: "a" }, { name: "b" }], {
    deleteMissing: false,
  });

  const creation = [
    "onCollectionCreate",
    "onModelCreate",
    "onCollectionCreateExecute",
    "onModelCreateExecute",
  ];
  const success = ["onCollectionAfterCreateSuccess", "onModelAfterCreateSuccess"];
  expect(fired).toEqual([...creation, ...creation, ...success, ...success]);
});

test("a view that cannot be made is refused before the model's execute hooks", async () => {
  const house = await createHouse();
  const { collections, scope } = house;
  await collections.save(scope.db, collections.create({ name: "posts" }));
  const fired = watch(house);

  const query = { name: "posts", type: "view", viewQuery: "select id from _mfas" };
  const importing = collections.importMany(scope.db, [query], { deleteMissing: false });

  await expect(importing).rejects.toThrow("use DROP TABLE to delete table posts");
  expect(fired.slice(0, 4)).toEqual([
    "onCollectionUpdate",
    "onModelUpdate",
    "onCollectionUpdateExecute",
    "onCollectionAfterUpdateError",
  ]);
});

test("a deletion that would break a view is refused before the model's execute hooks", async () => {
  const house = await createHouse();
  const { collections, scope } = house;
  const posts = await collections.save(scope.db, collections.create({ name: "posts" }));
  const viewQuery = "select id from posts";
  await collections.save(scope.db, collections.create({ name: "ids", type: "view", viewQuery }));
  const fired = watch(house);

  await expect(collections.delete(scope.db, posts)).rejects.toThrow("no such table");

  expect(fired.slice(0, 4)).toEqual([
    "onCollectionDelete",
    "onModelDelete",
    "onCollectionDeleteExecute",
    "onCollectionAfterDeleteError",
  ]);
  expect(collections.find(scope.db, "posts")).toBeDefined();
});
