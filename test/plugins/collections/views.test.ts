import { describe, expect, test } from "vitest";
import { raw } from "../../../kernel/index.ts";
import { parseViewQuery } from "../../../plugins/collections/views/parse.ts";
import { createHouse, type House } from "./house.ts";

async function houseWithPosts(): Promise<House> {
  const house = await createHouse();
  const { collections, scope } = house;
  const author = { name: "author", type: "relation", collectionId: "_pb_users_auth_" };
  const fields = [{ name: "title", type: "text" }, { name: "n", type: "number" }, author];
  await collections.save(scope.db, collections.create({ name: "posts", fields }));
  await scope.db.script("INSERT INTO posts (id, title, n) VALUES ('p1', 'one', 1), ('p2', 'two', 2)");
  return house;
}

async function fieldsOf({ collections, scope }: House, viewQuery: string): Promise<readonly string[]> {
  const view = await collections.save(scope.db, collections.create({ name: "v", type: "view", viewQuery }));
  return view.fields.map(
    ({ name, type, id }) => `${name} ${type}${id.startsWith("_clone_") ? " clone" : ""}`,
  );
}

describe("fields of a view", () => {
  test("stem from columns and their expressions, else they are JSON", async () => {
    const query =
      "select p.id, p.title as t, p.author, u.id as uid, cast(p.n as int) i, count(p.id) c, p.n+1 as m " +
      "from posts as p left join users u on u.id = p.author group by p.id";

    expect(await fieldsOf(await houseWithPosts(), query)).toEqual([
      "id text",
      "t text clone",
      "author relation clone",
      "uid relation",
      "i number",
      "c number",
      "m json",
    ]);
  });

  test("follow the tables they look at", async () => {
    const house = await houseWithPosts();
    const { collections, scope } = house;
    await fieldsOf(house, "select id, title from posts");
    const posts = collections.find(scope.db, "posts");
    if (posts === undefined) throw new Error("no posts");

    const hidden = posts.fields.map((field) => (field.name === "title" ? { ...field, hidden: true } : field));
    await collections.save(scope.db, collections.change(posts, { fields: hidden }));

    expect(collections.find(scope.db, "v")?.field("title")?.field.hidden).toBe(true);
  });
});

test("ids that are no text become text", async () => {
  const house = await houseWithPosts();

  await fieldsOf(house, "select n as id, title from posts");

  expect(await house.scope.db.all(raw("SELECT * FROM v"))).toEqual([
    { id: "1", title: "one" },
    { id: "2", title: "two" },
  ]);
});

test.each([
  ["select title from posts", "missing required id column"],
  ["select * from posts", "wildcard columns (*) are not supported"],
  ["select id from posts; select 1", "multiple statements are not supported"],
  ["select 'x' as id from posts", "non-unique ids"],
  ["select null as id", "empty or invalid ids"],
  ["select id from nowhere", "no such table: main.nowhere (1)"],
  [
    "select id, title as collectionId from posts",
    'invalid field "collectionId" (1): name: must not be in list',
  ],
  ["delete from posts", 'near "delete": syntax error (1)'],
])("%j is refused: %s", async (query, reason) => {
  const house = await houseWithPosts();

  await expect(fieldsOf(house, query)).rejects.toThrow(reason);
  expect(await house.scope.db.value(raw("SELECT count(*) FROM sqlite_master WHERE type = 'view'"))).toBe(0);
});

test("comments, quotes and joins do not confuse the reading of a query", () => {
  const query =
    "SELECT /* , */ a.`x` AS 'y', (select x, y from z) w FROM `t` a INNER JOIN u AS b ON a.id = b.id -- from q";

  const { columns, tables } = parseViewQuery(query);

  expect(columns.map(({ original, alias }) => [original, alias])).toEqual([
    ["a.x", "y"],
    ["(select x, y from z)", "w"],
  ]);
  expect(tables.map(({ original, alias }) => [original, alias])).toEqual([
    ["t", "a"],
    ["u", "b"],
  ]);
});
