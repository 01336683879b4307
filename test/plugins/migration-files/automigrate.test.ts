import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { definePlugin, sql } from "../../../kernel/index.ts";
import type { KernelHandle } from "../../../kernel/kernel.ts";
import { Viewer } from "../../../plugins/records/contract.ts";
import { ask, createTestApp } from "../../support/app.ts";

const openDoor = definePlugin({
  name: "open-door",
  summary: "Everybody is a superuser; what is recorded can be read.",
  setup(scope) {
    scope.middleware({ before: (e) => e.set(Viewer, { record: undefined, isSuperuser: true }) });
    scope.route({
      method: "GET",
      path: "/applied",
      handle: () => scope.db.column(sql`SELECT file FROM _migrations WHERE file LIKE '%.js'`),
    });
  },
});

async function written(app: KernelHandle): Promise<readonly { name: string; text: string }[]> {
  const folder = app.config.migrationsDir;
  const names = (await readdir(folder)).sort();
  return await Promise.all(
    names.map(async (name) => ({ name, text: await readFile(path.join(folder, name), "utf8") })),
  );
}

const posts = {
  name: "posts",
  type: "base",
  fields: [
    { name: "title", type: "text" },
    { name: "n", type: "number" },
  ],
};

test("a new collection becomes a migration that counts as applied", async () => {
  const app = await createTestApp({ extra: [openDoor] });

  await ask(app, "POST /api/collections", { body: posts });

  const [file] = await written(app);
  expect(file?.name).toMatch(/^\d{10}_created_posts\.js$/);
  expect(file?.text).toMatch(
    /^\/\/\/ <reference path="\.\.\/pb_data\/types\.d\.ts" \/>\nmigrate\(\(app\) => \{\n {2}const collection = new Collection\(\{\n {4}"createRule": null,/,
  );
  expect(file?.text).toContain(`  const collection = app.findCollectionByNameOrId("pbc_1125843985");

  return app.delete(collection);
})
`);
  expect((await ask(app, "GET /applied")).body).toEqual([file?.name]);
});

test("a change says only what changed, there and back", async () => {
  const app = await createTestApp({ extra: [openDoor] });
  const made = (await ask(app, "POST /api/collections", { body: posts })).body as {
    fields: { id: string; name: string }[];
  };
  const title = made.fields.find(({ name }) => name === "title");
  const fields = [made.fields[0], { ...title, max: 10 }, { name: "flag", type: "bool" }];

  await ask(app, "PATCH /api/collections/posts", { body: { listRule: "", fields } });

  const text = (await written(app)).find(({ name }) => name.includes("_updated_posts"))?.text ?? "";
  const [forth = "", back = ""] = text.split("}, (app) => {");
  expect(forth).toContain('  unmarshal({\n    "listRule": ""\n  }, collection)\n\n  // remove field\n');
  expect(forth).toContain('  collection.fields.removeById("number2013832146")\n\n  // add field\n');
  expect(forth).toContain('  collection.fields.addAt(2, new Field({\n    "help": "",');
  expect(forth).toContain("  // update field\n  collection.fields.addAt(1, new Field({\n");
  expect(forth).toContain('"max": 10,');
  expect(back.indexOf("// add field")).toBeLessThan(back.indexOf("// remove field"));
  expect(back).toContain('"listRule": null');
});

test("what changes nothing leaves no file, and a deletion knows its way back", async () => {
  const app = await createTestApp({ extra: [openDoor] });
  await ask(app, "POST /api/collections", { body: { name: "my_test", type: "base" } });
  await ask(app, "PATCH /api/collections/my_test", { body: { name: "my_test" } });

  await ask(app, "DELETE /api/collections/my_test");

  const files = await written(app);
  expect(files[1]?.name.slice(0, 10)).not.toBe(files[0]?.name.slice(0, 10)); // they are applied by name
  expect(files.map(({ name }) => name.replace(/^\d+/, ""))).toEqual([
    "_created_my_test_.js",
    "_deleted_my_test_.js",
  ]);
  expect(files[1]?.text).toContain("const collection = new Collection({");
});

test("nothing is written when it is switched off", async () => {
  const app = await createTestApp({ extra: [openDoor], flags: { automigrate: false } });

  await ask(app, "POST /api/collections", { body: posts });

  await expect(readdir(app.config.migrationsDir)).rejects.toThrow("ENOENT");
});
