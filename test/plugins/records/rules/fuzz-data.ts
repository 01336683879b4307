import { dice } from "./random-filters.ts";

const key = {
  name: "id",
  type: "text",
  system: true,
  primaryKey: true,
  required: true,
  min: 1,
  max: 15,
  pattern: "^[a-z0-9]+$",
};
const open = { listRule: "", viewRule: "", createRule: "", updateRule: "", deleteRule: "" };

type Send = (method: string, path: string, body: unknown) => Promise<{ id: string }>;

/** Makes the collections that random filters speak of, and their rows, through the API. */
export async function makeFuzzData(send: Send): Promise<void> {
  const make = async (name: string, fields: readonly object[], more: object = {}): Promise<string> => {
    const body = { name, type: "base", fields: [key, ...fields], ...open, ...more };
    return (await send("POST", "/api/collections", body)).id;
  };
  const relation = (name: string, collectionId: string, maxSelect = 1): object => ({
    name,
    type: "relation",
    collectionId,
    maxSelect,
  });

  const orgs = await make(
    "forgs",
    [
      { name: "name", type: "text" },
      { name: "size", type: "number" },
    ],
    { listRule: "name != 'o2'" },
  );
  const users = await make(
    "fusers",
    [{ name: "name", type: "text" }, { name: "secret", type: "text", hidden: true }, relation("org", orgs)],
    { type: "auth" },
  );
  const tags = await make("ftags", [
    { name: "name", type: "text" },
    { name: "w", type: "number" },
    { name: "j", type: "json" },
  ]);
  await send("PATCH", `/api/collections/${tags}`, {
    fields: [
      key,
      { name: "name", type: "text" },
      { name: "w", type: "number" },
      { name: "j", type: "json" },
      relation("up", tags),
      relation("kids", tags, 5),
    ],
  });
  const posts = await make("fposts", [
    { name: "title", type: "text" },
    { name: "n", type: "number" },
    { name: "b", type: "bool" },
    { name: "j", type: "json" },
    { name: "sel", type: "select", maxSelect: 3, values: ["x", "y", "z"] },
    { name: "one", type: "select", maxSelect: 1, values: ["x", "y"] },
    relation("author", users),
    relation("tags", tags, 9),
    { name: "d", type: "date" },
    { name: "g", type: "geoPoint" },
    { name: "sec", type: "text", hidden: true },
  ]);
  await make("fcomments", [relation("post", posts), relation("by", users), { name: "msg", type: "text" }], {
    listRule: "msg != 'no' || post.n > 1",
  });
  await make("fprofiles", [relation("user", users), { name: "bio", type: "text" }], {
    indexes: ["CREATE UNIQUE INDEX idx_fprofiles_user ON fprofiles (user)"],
  });
  await make("flinks", [relation("posts", posts, 5), { name: "note", type: "text" }], {
    listRule: "@request.auth.id != '' || note = 'a'",
  });
  await make("flocked", [relation("post", posts), { name: "x", type: "text" }], { listRule: null });
  for (const [collection, rows] of Object.entries(fuzzRows())) {
    for (const row of rows) await send("POST", `/api/collections/${collection}/records`, row);
  }
}

function fuzzRows(): Record<string, readonly object[]> {
  const roll = dice(42);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(roll() * list.length)] as T;
  const some = (ids: readonly string[], most: number): string[] => [
    ...new Set(Array.from({ length: Math.floor(roll() * (most + 1)) }, () => pick(ids))),
  ];
  const names = (prefix: string, count: number): string[] =>
    Array.from({ length: count }, (_, i) => `${prefix}${i + 1}`);
  const [orgs, users, tags, posts] = [names("o", 3), names("u", 5), names("t", 6), names("p", 14)];
  const texts = ["", "a", "b", "red", "blue", "Ann", "100%", "x_y", "1", "hi", "hello"];
  const jsons = [
    null,
    "",
    5,
    "5",
    "str",
    { a: { b: 1 }, l: [1, 2], k: "x" },
    { a: "", k: null },
    [1, 2],
    true,
    { a: { b: null } },
  ];
  const dates = ["", "2024-01-01 10:00:00.000Z", "2025-06-01 00:00:00.000Z"];
  return {
    forgs: orgs.map((id, i) => ({ id, name: i === 2 ? "" : id, size: i })),
    fusers: users.map((id) => ({
      id,
      name: pick(texts),
      secret: pick(texts),
      org: pick([...orgs, ""]),
      email: `${id}@example.com`,
      emailVisibility: roll() < 0.5,
      verified: roll() < 0.5,
      password: "1234567890",
      passwordConfirm: "1234567890",
    })),
    ftags: tags.map((id, i) => ({
      id,
      name: pick(texts),
      w: pick([0, 1, 2, 5, -1, 1.5]),
      j: pick(jsons),
      up: i > 0 ? pick([...tags.slice(0, i), ""]) : "",
      kids: some(tags.slice(0, i), 3),
    })),
    fposts: posts.map((id) => ({
      id,
      title: pick(texts),
      n: pick([0, 1, 2, 5, -1, 1.5, 100]),
      b: roll() < 0.5,
      j: pick(jsons),
      sel: some(["x", "y", "z"], 3),
      one: pick(["", "x", "y"]),
      author: pick([...users, ""]),
      tags: some(tags, 3),
      d: pick(dates),
      g: { lon: pick([0, 1, 10]), lat: pick([0, 2]) },
      sec: pick(texts),
    })),
    fcomments: names("c", 16).map((id) => ({
      id,
      post: pick([...posts, ""]),
      by: pick([...users, ""]),
      msg: pick([...texts, "no"]),
    })),
    fprofiles: users.slice(0, 3).map((user, i) => ({ id: `f${i}`, user, bio: pick(texts) })),
    flinks: names("l", 6).map((id) => ({ id, posts: some(posts, 3), note: pick(["", "a", "b"]) })),
    flocked: names("k", 4).map((id) => ({ id, post: pick(posts), x: pick(texts) })),
  };
}
