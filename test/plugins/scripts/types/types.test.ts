import { spawnSync } from "node:child_process";
import { mkdir, readFile, stat, symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, test, vi } from "vitest";
import { Migrations } from "../../../../plugins/migrations/contract.ts";
import { createTestApp } from "../../../support/app.ts";
import { runHere } from "../../../support/command.ts";
import { temporaryFolder } from "../../../support/folder.ts";
import { writeFiles } from "../../../support/hooks.ts";

const root = path.resolve(import.meta.dirname, "../../../..");

const posts = {
  name: "blog_posts",
  type: "base",
  fields: [
    { name: "title", type: "text", required: true },
    { name: "views", type: "number" },
    { name: "public", type: "bool" },
    { name: "published", type: "date" },
    { name: "status", type: "select", values: ["draft", "done"], maxSelect: 1 },
    { name: "tags", type: "select", values: ["a", "b"], maxSelect: 2 },
    { name: "author", type: "relation", collectionId: "_pb_users_auth_", maxSelect: 1 },
    { name: "images", type: "file", maxSelect: 5 },
    { name: "extra", type: "json" },
    { name: "place", type: "geoPoint" },
    { name: "secret", type: "text", hidden: true },
  ],
};

/** A server's data folder with declarations in it, and the means to change its collections. */
async function served() {
  const folder = await temporaryFolder();
  const app = await createTestApp({ flags: { dir: path.join(folder, "pb_data") } });
  await app.serve({ host: "127.0.0.1", port: 0 });
  const file = path.join(folder, "pb_data", "types.d.ts");
  return { folder, app, file };
}

async function withPosts() {
  const it = await served();
  const migration = `migrate((app) => app.save(new Collection(${JSON.stringify(posts)})))`;
  await writeFiles(path.join(it.folder, "pb_migrations"), { "1_posts.js": migration });
  return it;
}

test("a server writes the declarations once it serves, and leaves them alone while nothing changes", async () => {
  const { file } = await served();

  await vi.waitFor(
    async () => expect(await readFile(file, "utf8")).toContain("interface CollectionFields"),
    5000,
  );
  const text = await readFile(file, "utf8");

  expect(text).toContain("declare const $app: App;");
  expect(text).toContain('declare module "isobase/testing"');
  expect(text).toMatch(/ {2}users: \{\n {4}id: string;/);
  expect(text).not.toContain('<reference path="./');
  expect((await stat(path.join(path.dirname(file), "client.d.ts"))).size).toBeGreaterThan(500);
});

test("scripts and clients know the fields of collections, and mistakes do not compile", async () => {
  const { folder, app, file } = await withPosts();
  await app.service(Migrations).up();
  await vi.waitFor(async () => expect(await readFile(file, "utf8")).toContain("blog_posts"));
  await mkdir(path.join(folder, "node_modules"));
  await symlink(path.join(root, "node_modules/pocketbase"), path.join(folder, "node_modules/pocketbase"));
  await writeFiles(folder, {
    "pb_hooks/a.pb.ts": `/// <reference path="../pb_data/types.d.ts" />
      onRecordCreate((e) => {
        const title: string = e.record.get("title");
        const views: number = e.record.get("views");
        const published: DateTime = e.record.get("published");
        const tags: ("a" | "b")[] = e.record.get("tags");
        // @ts-expect-error a text is no number
        const wrong: number = e.record.get("title");
        // @ts-expect-error one of these, or none
        const status: "draft" | "done" = e.record.get("status");
        const other: number = e.record.get("something else");
        e.record.set("title", title + views + published + tags.length + wrong + status + other);
        e.next();
      }, "blog_posts");
      onRecordCreate((e) => { const any: number = e.record.get("title"); e.next(); }, "blog_posts", "users");
      onRecordCreate((e) => { const any: number = e.record.get("title"); e.next(); });
      routerAdd("GET", "/x", (e) => {
        const post = $app.findRecordById("blog_posts", "x");
        const place: { lon: number; lat: number } = post.get("place");
        const text: string = post.get("extra").string();
        const found: string[] = $app.findAllRecords("blog_posts").map((one) => one.get("title"));
        const named = String(e.request.pathValue("name"));
        const other: number = $app.findRecordById(named, "x").get("title");
        $app.save(post);
        return e.json(200, [place, text, found, other]);
      });`,
    "client/main.ts": `import PocketBase from "pocketbase";
      import type { BlogPostsRecord, TypedPocketBase } from "../pb_data/client";
      const pb = new PocketBase("http://127.0.0.1:8090") as TypedPocketBase;
      export async function main(): Promise<void> {
        const post = await pb.collection("blog_posts").getOne("x", { expand: "author" });
        const views: number = post.views;
        const name: string | undefined = post.expand?.author?.name;
        const published: string = post.published;
        const posts: BlogPostsRecord[] = await pb.collection<BlogPostsRecord>("blog_posts").getFullList();
        // @ts-expect-error there is no such field
        post.nope;
        // @ts-expect-error there is no such collection in the application, so its records have no known fields
        const n: number = (await pb.collection("users").getOne("y")).views;
        console.log(views, name, published, posts, n, post.tags[0] === "a");
      }`,
  });
  const options = {
    strict: true,
    noEmit: true,
    target: "ES2023",
    module: "ESNext",
    moduleResolution: "Bundler",
  };
  await writeFile(
    path.join(folder, "pb_hooks/tsconfig.json"),
    JSON.stringify({ compilerOptions: { ...options, lib: ["ES2023"], types: [] }, include: ["*.ts"] }),
  );
  await writeFile(
    path.join(folder, "client/tsconfig.json"),
    JSON.stringify({
      compilerOptions: { ...options, lib: ["ES2023", "DOM"], types: [], skipLibCheck: true },
      include: ["*.ts"],
    }),
  );

  for (const project of ["pb_hooks", "client"]) {
    const tsc = path.join(root, "node_modules/typescript/bin/tsc");
    const { stdout } = spawnSync(process.execPath, [tsc, "-p", path.join(folder, project)], {
      encoding: "utf8",
    });
    expect(stdout).toBe("");
  }
});

test("hooks check knows collections from the migrations where no server has written declarations yet", async () => {
  const folder = await temporaryFolder();
  await writeFiles(folder, {
    "pb_migrations/1_posts.js": `migrate((app) => app.save(new Collection(${JSON.stringify(posts)})))`,
    "pb_hooks/a.pb.ts": `/// <reference path="../pb_data/types.d.ts" />
onRecordCreate((e) => {
  const title: number = e.record.get("title");
  e.next();
}, "blog_posts");`,
  });

  const { printed } = await runHere("hooks", "check", "--dir", path.join(folder, "pb_data"));

  expect(printed).toContain("a.pb.ts:3:9: Type 'string' is not assignable to type 'number'. (TS2322)");
  expect(printed).toContain("1 problem.");
});
