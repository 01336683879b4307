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
  for (let n = 1; n <= 250; n++) {
    const title = `Post ${String(n).padStart(3, "0")}`;
    await admin
      .collection("posts")
      .create({ title, score: n, live: n % 2 === 0, kind: "news", author: ada.id });
  }
}
