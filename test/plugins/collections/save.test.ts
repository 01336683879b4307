import { expect, test } from "vitest";
import { raw, ValidationErrors } from "../../../kernel/index.ts";
import { collectionHooks } from "../../../plugins/collections/contract.ts";
import { createHouse, type House } from "./house.ts";

async function schemaOf({ scope }: House): Promise<readonly string[]> {
  return await scope.db.column<string>(
    raw("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name"),
  );
}

async function problemsOf(saving: Promise<unknown>): Promise<string> {
  const error: unknown = await saving.catch((reason: unknown) => reason);
  if (!(error instanceof ValidationErrors)) throw new Error(`expected problems, not ${String(error)}`);
  return error.message;
}

const post = {
  name: "posts",
  fields: [
    { name: "title", type: "text", id: "t1" },
    { name: "tags", type: "select", id: "s1", values: ["a", "b"], maxSelect: 2 },
  ],
  indexes: ["create index posts_title on posts (title)"],
};

test("renaming a collection and a field keeps every row", async () => {
  const { collections, scope } = await createHouse();
  const posts = await collections.save(scope.db, collections.create(post));
  await scope.db.script("INSERT INTO posts (id, title, tags) VALUES ('p1', 'one', '[\"a\",\"b\"]')");

  const fields = [
    { name: "headline", type: "text", id: "t1" },
    { name: "tag", type: "select", id: "s1", values: ["a", "b"] },
  ];
  const indexes = ["create index articles_headline on articles (headline)"];
  await collections.save(scope.db, collections.change(posts, { name: "articles", fields, indexes }));

  expect(await scope.db.all(raw("SELECT * FROM articles"))).toEqual([
    { id: "p1", headline: "one", tag: "b" },
  ]);
});

test("a change that fails on the way leaves the schema and what is in memory as they were", async () => {
  const house = await createHouse();
  const { collections, scope } = house;
  const posts = await collections.save(scope.db, collections.create(post));
  await scope.db.script("INSERT INTO posts (id, title) VALUES ('p1', 'same'), ('p2', 'same')");
  const before = await schemaOf(house);

  const change = {
    name: "articles",
    fields: [{ name: "title", type: "text", id: "t1" }],
    indexes: ["create unique index u on articles (title)"],
  };
  const problems = await problemsOf(collections.save(scope.db, collections.change(posts, change)));

  expect(problems).toContain("Failed to create index u - constraint failed");
  expect(await schemaOf(house)).toEqual(before);
  expect(collections.find(scope.db, "posts")).toBe(posts);
  expect(collections.find(scope.db, "articles")).toBeUndefined();
});

test("everything that is wrong with a collection is told at once", async () => {
  const { collections, scope } = await createHouse();

  const collection = collections.create({
    name: "a b",
    fields: [{ name: "x", type: "number", min: 5, max: 1 }],
    indexes: ["nonsense"],
  });

  expect(await problemsOf(collections.save(scope.db, collection))).toBe(
    "fields: (1: (max: Must be greater or equal than 5.).); " +
      "indexes: (0: Invalid CREATE INDEX expression..); name: must be in a valid format.",
  );
});

test("a collection others refer to cannot be deleted, nor one of the system", async () => {
  const { collections, scope } = await createHouse();
  const posts = await collections.save(scope.db, collections.create(post));
  const relation = { name: "post", type: "relation", collectionId: posts.id };
  await collections.save(scope.db, collections.create({ name: "comments", fields: [relation] }));
  const mfas = collections.find(scope.db, "_mfas");

  await expect(collections.delete(scope.db, posts)).rejects.toThrow("references: comments");
  if (mfas !== undefined)
    await expect(collections.delete(scope.db, mfas)).rejects.toThrow("System collections");
  expect(collections.references(scope.db, posts).map(({ collection }) => collection.name)).toEqual([
    "comments",
  ]);
});

test("the id of a collection that was renamed is not given again", async () => {
  const { collections, scope } = await createHouse();
  const first = await collections.save(scope.db, collections.create({ name: "posts" }));
  await collections.save(scope.db, collections.change(first, { name: "articles" }));

  const second = await collections.save(scope.db, collections.create({ name: "posts" }));

  expect(second.id).toBe(`${first.id}2`);
});

test("a handler may put a changed collection in place of the one that is saved", async () => {
  const { collections, scope } = await createHouse();
  scope.on(collectionHooks.create, (e) => {
    e.collection = collections.change(e.collection, { listRule: "" });
    return e.next();
  });

  const saved = await collections.save(scope.db, collections.create({ name: "posts" }));

  expect(saved.listRule).toBe("");
  expect(collections.find(scope.db, "posts")?.listRule).toBe("");
});
