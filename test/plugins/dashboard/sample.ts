import type PocketBase from "pocketbase";

/** A small world: authors, posts with a field of every type, and two hundred and fifty records. */
export async function fillWithSamples(admin: PocketBase): Promise<void> {
  await admin.collections.create({
    name: "authors",
    type: "base",
    listRule: "",
    viewRule: "",
    fields: [{ name: "name", type: "text", required: true, presentable: true }],
  });
  const authors = await admin.collections.getOne("authors");
  await admin.collections.create({
    name: "posts",
    type: "base",
    listRule: "",
    viewRule: "@request.auth.id != ''",
    fields: [
      { name: "title", type: "text", required: true, max: 80 },
      { name: "body", type: "editor" },
      { name: "score", type: "number" },
      { name: "live", type: "bool" },
      { name: "contact", type: "email" },
      { name: "site", type: "url" },
      { name: "day", type: "date" },
      { name: "kind", type: "select", values: ["news", "essay", "note"], maxSelect: 1 },
      { name: "tags", type: "select", values: ["red", "green", "blue"], maxSelect: 3 },
      { name: "pictures", type: "file", maxSelect: 3, maxSize: 1_000_000 },
      { name: "author", type: "relation", collectionId: authors.id, maxSelect: 1 },
      { name: "readers", type: "relation", collectionId: authors.id, maxSelect: 5 },
      { name: "extra", type: "json" },
      { name: "place", type: "geoPoint" },
      { name: "created", type: "autodate", onCreate: true },
    ],
  });
  const ada = await admin.collection("authors").create({ name: "Ada Lovelace" });
  await admin.collection("authors").create({ name: "Grace Hopper" });
  // One statement instead of two hundred and fifty requests.
  const query = `INSERT INTO posts (id, title, score, live, kind, author)
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 250)
    SELECT printf('post%011d', i), printf('Post %03d', i), i, i % 2 = 0, 'news', '${ada.id}' FROM n`;
  await admin.send("/api/sql", { method: "POST", body: { query } });
}
