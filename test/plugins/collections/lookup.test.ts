import { expect, test } from "vitest";
import { collectionHooks } from "../../../plugins/collections/contract.ts";
import { createHouse } from "./house.ts";

test("a collection is found by its id and by its name in any case", async () => {
  const { collections, scope } = await createHouse();
  const users = collections.find(scope.db, "users");

  expect(users?.id).toBe("_pb_users_auth_");
  expect(collections.find(scope.db, "_pb_users_auth_")).toBe(users);
  expect(collections.find(scope.db, "USERS")).toBe(users);
  expect(collections.find(scope.db, "_PB_USERS_AUTH_")).toBeUndefined();
});

test("what a transaction changed is seen inside of it, and by everybody once it is committed", async () => {
  const { collections, scope } = await createHouse();

  await scope.db.transaction(async (tx) => {
    await collections.save(tx, collections.create({ name: "posts" }));
    expect(collections.find(tx, "posts")?.isNew).toBe(false);
    expect(collections.find(scope.db, "posts")).toBeUndefined();
  });

  expect(collections.find(scope.db, "posts")?.name).toBe("posts");
});

test("what a transaction changed is forgotten when it is rolled back", async () => {
  const { collections, scope } = await createHouse();

  const rolledBack = scope.db.transaction(async (tx) => {
    await collections.save(tx, collections.create({ name: "posts" }));
    throw new Error("no");
  });

  await expect(rolledBack).rejects.toThrow("no");
  expect(collections.find(scope.db, "posts")).toBeUndefined();
});

test("a savepoint that is taken back takes its collections with it", async () => {
  const { collections, scope } = await createHouse();

  await scope.db.transaction(async (tx) => {
    await collections.save(tx, collections.create({ name: "kept" }));
    const undone = tx.savepoint(async (inner) => {
      await collections.save(inner, collections.create({ name: "gone" }));
      throw new Error("no");
    });
    await expect(undone).rejects.toThrow("no");
    expect(collections.find(tx, "gone")).toBeUndefined();
    expect(collections.find(tx, "kept")).toBeDefined();
  });

  expect(collections.find(scope.db, "gone")).toBeUndefined();
  expect(collections.find(scope.db, "kept")).toBeDefined();
});

test("a collection that was handed out never changes; its successor has another version", async () => {
  const { collections, scope } = await createHouse();
  const before = await collections.save(scope.db, collections.create({ name: "posts" }));

  await collections.save(scope.db, collections.change(before, { name: "articles" }));

  expect(before.name).toBe("posts");
  expect(collections.find(scope.db, before.id)?.version).not.toBe(before.version);
  expect(collections.find(scope.db, "posts")).toBeUndefined();
});

test("whoever waits to write sees what the one before committed", async () => {
  const { collections, scope } = await createHouse();
  const posts = await collections.save(scope.db, collections.create({ name: "posts" }));

  const changed = collections.change(posts, { name: "articles" });
  const saving = scope.db.transaction((tx) => collections.save(tx, changed));
  const seen = scope.db.transaction(async (tx) => collections.find(tx, posts.id)?.name);

  await saving;
  expect(await seen).toBe("articles");
});

test("all of a transaction's collections are there before anybody hears of the commit", async () => {
  const { collections, scope } = await createHouse();
  const seen: (string | undefined)[] = [];
  scope.on(collectionHooks.afterCreateSuccess, async (e) => {
    seen.push(collections.find(scope.db, "second")?.name);
    await e.next();
  });

  await scope.db.transaction(async (tx) => {
    await collections.save(tx, collections.create({ name: "first" }));
    await collections.save(tx, collections.create({ name: "second" }));
  });

  expect(seen).toEqual(["second", "second"]);
});
