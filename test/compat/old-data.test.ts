import { execFileSync } from "node:child_process";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { temporaryFolder } from "../support/folder.ts";
import { findReference, reference, startReference } from "../support/reference.ts";
import { startServer } from "../support/server.ts";
import { email, password, signIn } from "../support/superuser.ts";

const open = { listRule: "", viewRule: "", createRule: "", updateRule: "", deleteRule: "" };

/** A data folder as an older version leaves it, with something of most kinds in it. */
async function makeOldData(binary: string): Promise<string> {
  const dir = path.join(await temporaryFolder(), "pb_data");
  execFileSync(binary, ["superuser", "upsert", email, password, "--dir", dir]);
  const old = await startReference(dir, binary);
  const client = await signIn(old.url);
  const tags = await client.collections.create({
    name: "tags",
    type: "base",
    fields: [{ name: "name", type: "text" }],
    ...open,
  });
  await client.collections.create({
    name: "posts",
    type: "base",
    fields: [
      { name: "title", type: "text", required: true, pattern: "^[^<]+$" },
      { name: "body", type: "editor" },
      { name: "score", type: "number" },
      { name: "on", type: "bool" },
      { name: "when", type: "date" },
      { name: "kind", type: "select", values: ["a", "b"], maxSelect: 2 },
      { name: "data", type: "json" },
      { name: "tags", type: "relation", collectionId: tags.id, maxSelect: 5 },
      { name: "author", type: "relation", collectionId: "_pb_users_auth_", maxSelect: 1 },
      { name: "updated", type: "autodate", onCreate: true, onUpdate: true },
    ],
    indexes: ["CREATE UNIQUE INDEX idx_title ON posts (title)"],
    ...open,
  });
  await client.collections.create({
    name: "titles",
    type: "view",
    viewQuery: "select id, title, score from posts",
    listRule: "",
  });
  await client.collection("users").create({
    id: "usersaaaaaaaaaa",
    email: "a@example.com",
    password,
    passwordConfirm: password,
  });
  const tag = await client.collection("tags").create({ name: "red" });
  await client.collection("posts").create({ ...post, id: "postsaaaaaaaaaa", tags: [tag.id] });
  await old.stop();
  return dir;
}

const post = {
  title: "first",
  body: "<p>é & ü</p>",
  score: 1.5,
  on: true,
  when: "2024-02-29 12:00:00.000Z",
  kind: ["a", "b"],
  data: { list: [1, null, "<"] },
  author: "usersaaaaaaaaaa",
};

describe.each(["0.30.4", "0.37.5"])("data made by PocketBase %s", (version) => {
  const old = findReference(version);

  test.skipIf(old === undefined || reference === undefined)(
    "is served and changed here, and opens in 0.39.11 after that",
    async () => {
      const dir = await makeOldData(old as string);

      const ours = await startServer({ dir });
      const here = await signIn(ours.url);
      const expand = "tags,author";
      const found = await here.collection("posts").getOne("postsaaaaaaaaaa", { expand });
      expect(found).toMatchObject({
        ...post,
        expand: { author: { email: "a@example.com" }, tags: [{ name: "red" }] },
      });
      expect(await here.collection("titles").getFullList()).toMatchObject([{ title: "first", score: 1.5 }]);
      await here.collection("users").authWithPassword("a@example.com", password);
      await here.collection("posts").update("postsaaaaaaaaaa", { score: 2, "kind-": "a" });
      const twin = here.collection("posts").create({ title: "first" });
      await expect(twin).rejects.toMatchObject({ status: 400 });
      await here.collection("posts").create({ title: "second" });
      await ours.stop();

      const theirs = await startReference(dir);
      const there = await signIn(theirs.url);
      const all = await there.collection("posts").getFullList({ sort: "title" });
      expect(all).toMatchObject([{ title: "first", score: 2, kind: ["b"] }, { title: "second" }]);
      await there.collection("users").authWithPassword("a@example.com", password);
      await theirs.stop();
    },
  );
});
