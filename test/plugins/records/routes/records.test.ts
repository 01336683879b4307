import { expect, test } from "vitest";
import { definePlugin, type PluginScope } from "#kernel";
import type { KernelHandle } from "../../../../kernel/kernel.ts";
import { Collections } from "../../../../plugins/collections/contract.ts";
import { modelHooks } from "../../../../plugins/models/contract.ts";
import {
  onRecordCreateRequest,
  onRecordDeleteRequest,
  onRecordEnrich,
  onRecordsListRequest,
  onRecordUpdateRequest,
  recordHooks,
} from "../../../../plugins/records/contract.ts";
import { ask, createTestApp } from "../../../support/app.ts";

const open = { listRule: "", viewRule: "", createRule: "", updateRule: "", deleteRule: "" };

interface House {
  readonly app: KernelHandle;
  readonly scope: PluginScope;
}

/** An app with `posts` and, hanging on them, `notes`. */
async function house(): Promise<House> {
  let scope: PluginScope | undefined;
  const spy = definePlugin({
    name: "spy",
    summary: "Lends the test a scope.",
    setup(own) {
      scope = own;
    },
  });
  const app = await createTestApp({ extra: [spy] });
  const own = scope as unknown as PluginScope;
  const collections = app.service(Collections);
  const make = async (name: string, fields: readonly object[]): Promise<string> =>
    (await collections.save(own.db, collections.create({ name, type: "base", fields, ...open }))).id;
  const posts = await make("posts", [
    { name: "title", type: "text", max: 5 },
    { name: "n", type: "number" },
    { name: "data", type: "json" },
    { name: "when", type: "date" },
    { name: "kinds", type: "select", maxSelect: 2, values: ["a", "b"] },
    { name: "pos", type: "geoPoint" },
  ]);
  await make("notes", [
    { name: "post", type: "relation", collectionId: posts, maxSelect: 1, cascadeDelete: true },
    { name: "text", type: "text" },
  ]);
  return { app, scope: own };
}

/** Tells the names of all hooks that run for records of these collections, in order. */
function listen({ scope }: House, tags: readonly string[]): string[] {
  const heard: string[] = [];
  const requests = [
    onRecordCreateRequest,
    onRecordUpdateRequest,
    onRecordDeleteRequest,
    onRecordsListRequest,
    onRecordEnrich,
  ];
  for (const hook of [...Object.values(recordHooks), ...Object.values(modelHooks), ...requests]) {
    const note = async (e: { next(): PromiseLike<void> }): Promise<void> => {
      heard.push(hook.name);
      await e.next();
    };
    scope.on(hook as typeof onRecordEnrich, note, { tags });
  }
  return heard;
}

test("a create runs through its hooks in the reference's order", async () => {
  const own = await house();
  const heard = listen(own, ["posts"]);

  const { status } = await ask(own.app, "POST /api/collections/posts/records", { body: { title: "a" } });

  expect(status).toBe(200);
  expect(heard).toEqual([
    "onRecordCreateRequest",
    "onRecordCreate",
    "onModelCreate",
    "onRecordValidate",
    "onModelValidate",
    "onRecordCreateExecute",
    "onModelCreateExecute",
    "onRecordAfterCreateSuccess",
    "onModelAfterCreateSuccess",
    "onRecordEnrich",
  ]);
});

test("what is invalid ends in the error hooks, before anything is written", async () => {
  const own = await house();
  const heard = listen(own, ["posts"]);

  const { status, body } = await ask(own.app, "POST /api/collections/posts/records", {
    body: { title: "too long" },
  });

  expect(status).toBe(400);
  expect(body).toMatchObject({
    message: "Failed to create record.",
    data: { title: { code: "validation_max_text_constraint" } },
  });
  expect(heard).toEqual([
    "onRecordCreateRequest",
    "onRecordCreate",
    "onModelCreate",
    "onRecordValidate",
    "onRecordAfterCreateError",
    "onModelAfterCreateError",
  ]);
});

test("what hangs on a deleted record goes with it, and is told first", async () => {
  const own = await house();
  const { app } = own;
  await ask(app, "POST /api/collections/posts/records", { body: { id: "postaaaaaaaaaaa" } });
  await ask(app, "POST /api/collections/notes/records", { body: { post: "postaaaaaaaaaaa" } });
  const gone: string[] = [];
  own.scope.on(recordHooks.afterDeleteSuccess, async (e) => {
    gone.push(e.record.collection.name);
    await e.next();
  });

  const { status } = await ask(app, "DELETE /api/collections/posts/records/postaaaaaaaaaaa");

  expect(status).toBe(204);
  expect(gone).toEqual(["notes", "posts"]);
  expect((await ask(app, "GET /api/collections/notes/records")).body).toMatchObject({ totalItems: 0 });
});

const bodies = [
  {
    id: "rowaaaaaaaaaaaa",
    title: "<é>&",
    n: 1.5,
    data: { b: [1, " "], a: null },
    when: "2024-01-02",
    kinds: ["b", "a"],
    pos: { lon: 1, lat: -2.5 },
  },
  { id: "rowbbbbbbbbbbbb", title: "'\"\\", n: 1e21, data: "5", kinds: "a" },
  { id: "rowcccccccccccc", n: -0.1, data: 'text "quoted"' },
  { id: "rowdddddddddddd" },
];

test.each([
  "posts/records?sort=id",
  "posts/records/rowaaaaaaaaaaaa",
  "posts/records/rowbbbbbbbbbbbb",
  "notes/records?sort=id&expand=post",
])("%s reads the same whether written by the database or from records", async (path) => {
  const own = await house();
  for (const body of bodies) await ask(own.app, "POST /api/collections/posts/records", { body });
  for (const { id } of bodies)
    await ask(own.app, "POST /api/collections/notes/records", {
      body: { id: id.replace("row", "not"), post: id },
    });
  const written = await ask(own.app, `GET /api/collections/${path}`);

  own.scope.on(onRecordEnrich, (e) => e.next());
  const fromRecords = await ask(own.app, `GET /api/collections/${path}`);

  expect(written.status).toBe(200);
  expect(written.response.body).toBe(fromRecords.response.body);
});

test("expands that SQLite writes are those that are made of records", async () => {
  const own = await house();
  const { app } = own;
  for (const id of ["postaaaaaaaaaaa", "postbbbbbbbbbbb"]) {
    await ask(app, "POST /api/collections/posts/records", { body: { id, title: "<é>", kinds: ["a", "b"] } });
  }
  for (const post of ["postbbbbbbbbbbb", "postaaaaaaaaaaa", ""]) {
    await ask(app, "POST /api/collections/notes/records", { body: { post, text: "t" } });
  }
  const urls = [
    "GET /api/collections/notes/records?expand=post",
    "GET /api/collections/notes/records?expand=post.notes_via_post.post&perPage=2",
    "GET /api/collections/posts/records?expand=notes_via_post",
    "GET /api/collections/posts/records/postaaaaaaaaaaa?expand=notes_via_post.post",
  ];
  const asked = async (): Promise<readonly string[]> =>
    await Promise.all(urls.map(async (url) => (await ask(app, url)).response.body));
  const written = await asked();

  own.scope.on(onRecordEnrich, async (e) => {
    await e.next(); // whoever listens has the records made
  });

  expect(await asked()).toEqual(written);
  expect(written[0]).toContain('"expand":{"post":{');
});

test("who names a deleted record in two fields is saved once for each", async () => {
  const own = await house();
  const collections = own.app.service(Collections);
  const posts = collections.find(own.scope.db, "posts")?.id;
  const fields = [
    { name: "one", type: "relation", collectionId: posts, maxSelect: 1 },
    { name: "many", type: "relation", collectionId: posts, maxSelect: 3 },
    { name: "owner", type: "relation", collectionId: posts, maxSelect: 1, cascadeDelete: true },
  ];
  const links = collections.create({ name: "links", type: "base", fields, ...open });
  await collections.save(own.scope.db, links);
  const make = async (path: string, body: object): Promise<string> =>
    String(
      ((await ask(own.app, `POST /api/collections/${path}/records`, { body })).body as { id: string }).id,
    );
  const gone = await make("posts", { title: "gone" });
  const stays = await make("posts", { title: "stays" });
  const kept = await make("links", { one: gone, many: [stays, gone], owner: stays });
  await make("links", { one: gone, many: [gone], owner: gone });
  const heard = listen(own, ["links"]);

  await ask(own.app, `DELETE /api/collections/posts/records/${gone}`);

  const count = (name: string): number => heard.filter((one) => one === name).length;
  expect(count("onRecordUpdate")).toBe(4);
  expect(count("onRecordDelete")).toBe(1);
  const { body } = await ask(own.app, "GET /api/collections/links/records");
  expect(body).toMatchObject({ items: [{ id: kept, one: "", many: [stays], owner: stays }] });
});

test("nobody's pages are counted as none, whichever is asked for", async () => {
  const own = await house();
  const collections = own.app.service(Collections);
  const posts = collections.find(own.scope.db, "posts");
  if (posts === undefined) throw new Error("there are no posts");
  await ask(own.app, "POST /api/collections/posts/records", { body: { title: "a" } });
  await collections.save(
    own.scope.db,
    collections.change(posts, { listRule: "@request.auth.id != '' && title != ''" }),
  );
  own.scope.on(onRecordEnrich, (e) => e.next());

  for (const page of [1, 2, 3]) {
    const { body } = await ask(own.app, `GET /api/collections/posts/records?perPage=1&page=${page}`);
    expect(body).toMatchObject({ items: [], totalItems: 0, totalPages: 0 });
  }
});
