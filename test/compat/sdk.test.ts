import PocketBase, { ClientResponseError } from "pocketbase";
import { expect, test } from "vitest";
import { runCommand, startServer } from "../support/server.ts";

// The official client against a started server, the way an application uses it.

async function startWithSuperuser(): Promise<{ url: string; admin: PocketBase }> {
  const { url, dir } = await startServer();
  const made = await runCommand(["superuser", "upsert", "root@example.com", "1234567890", "--dir", dir]);
  expect(made).toMatchObject({ code: 0, stdout: 'Successfully saved superuser "root@example.com"!\n' });
  const admin = new PocketBase(url);
  admin.autoCancellation(false);
  await admin.collection("_superusers").authWithPassword("root@example.com", "1234567890");
  return { url, admin };
}

const titleAndScore = [
  { name: "title", type: "text", required: true },
  { name: "score", type: "number" },
];

test("a collection is made, filled, asked, changed and emptied again", async () => {
  const { admin } = await startWithSuperuser();
  await admin.collections.create({
    name: "posts",
    type: "base",
    fields: titleAndScore,
    listRule: "",
    viewRule: "",
  });
  const posts = admin.collection("posts");

  for (let score = 1; score <= 5; score++) await posts.create({ title: `post ${score}`, score });
  const page = await posts.getList(1, 2, {
    filter: admin.filter("score > {:least}", { least: 2 }),
    sort: "-score",
  });
  expect(page).toMatchObject({ page: 1, perPage: 2, totalItems: 3, totalPages: 2 });
  expect(page.items.map(({ score }) => score)).toEqual([5, 4]);

  const first = await posts.getFirstListItem("title = 'post 1'");
  const changed = await posts.update(first.id, { "score+": 10 });
  expect(changed).toMatchObject({ id: first.id, title: "post 1", score: 11 });
  expect(await posts.getOne(first.id)).toMatchObject({ score: 11 });

  await posts.delete(first.id);
  await expect(posts.getOne(first.id)).rejects.toMatchObject({ status: 404 });
  expect(await posts.getFullList()).toHaveLength(4);
});

test("what is wrong with a value is told by field", async () => {
  const { admin } = await startWithSuperuser();
  await admin.collections.create({ name: "posts", type: "base", fields: titleAndScore });

  const refused = await admin
    .collection("posts")
    .create({ score: 1 })
    .catch((error: unknown) => error);

  expect(refused).toBeInstanceOf(ClientResponseError);
  expect((refused as ClientResponseError).response).toEqual({
    data: { title: { code: "validation_required", message: "Cannot be blank." } },
    message: "Failed to create record.",
    status: 400,
  });
});

test("a user signs up, signs in, sees what is hers and stays signed in", async () => {
  const { url, admin } = await startWithSuperuser();
  const own = "owner = @request.auth.id";
  const users = await admin.collections.getOne("users");
  await admin.collections.create({
    name: "notes",
    type: "base",
    fields: [
      { name: "text", type: "text" },
      { name: "owner", type: "relation", collectionId: users.id, maxSelect: 1 },
    ],
    listRule: own,
    viewRule: own,
    createRule: own,
  });
  const client = new PocketBase(url);
  const password = "correct horse";
  const anna = await client
    .collection("users")
    .create({ email: "anna@example.com", password, passwordConfirm: password });

  await expect(
    client.collection("users").authWithPassword("anna@example.com", "wrong"),
  ).rejects.toMatchObject({ status: 400 });
  const signedIn = await client.collection("users").authWithPassword("anna@example.com", password);
  expect(signedIn.record).toMatchObject({ id: anna.id, email: "anna@example.com" });

  await admin.collection("notes").create({ text: "not hers" });
  const note = await client.collection("notes").create({ text: "hers", owner: anna.id });
  await expect(client.collection("notes").create({ text: "for another" })).rejects.toMatchObject({
    status: 400,
  });
  const seen = await client.collection("notes").getFullList({ expand: "owner" });
  expect(seen.map(({ id }) => id)).toEqual([note.id]);
  expect(seen[0]?.expand).toMatchObject({ owner: { id: anna.id } });

  const refreshed = await client.collection("users").authRefresh();
  expect(refreshed.record.id).toBe(anna.id);
  expect(client.authStore.isValid).toBe(true);
});
