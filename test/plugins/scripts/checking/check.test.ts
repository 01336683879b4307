import { existsSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { runHere } from "../../../support/command.ts";
import { temporaryFolder } from "../../../support/folder.ts";
import { writeFiles } from "../../../support/hooks.ts";

async function check(files: Readonly<Record<string, string>>) {
  const root = await temporaryFolder();
  await writeFiles(path.join(root, "pb_hooks"), files);
  const checked = await runHere("hooks", "check", "--dir", path.join(root, "pb_data"));
  return { ...checked, root, printed: checked.printed.replaceAll(`${root}/pb_hooks/`, "") };
}

test("scripts without a problem are shown with what they register, and no data folder is made", async () => {
  const { code, printed, root } = await check({
    "a.pb.ts": `routerAdd("GET", "/hello/{name}", (e) => e.string(200, e.request.pathValue("name")));

onRecordCreate((e) => e.next(), "posts", "pages");`,
    "b.pb.js": `cronAdd("nightly", "@daily", () => {});`,
  });

  expect(printed).toContain("a.pb.ts\n     1  GET /hello/{name}\n     3  onRecordCreate posts pages\n");
  expect(printed).toContain("b.pb.js\n     1  cron nightly @daily\n");
  expect(printed).toContain("2 files, 3 registrations. Types checked with TypeScript");
  expect(code).toBe(0);
  expect(existsSync(path.join(root, "pb_data"))).toBe(false);
});

test("each file's own mistake is told with its place and line, and the others are still shown", async () => {
  const { code, printed } = await check({
    "a.pb.js": `cronAdd("a", "nope", () => {});`,
    "b.pb.js": `const b = ;`,
    "c.pb.js": `\nthrow new Error("on purpose");`,
    "d.pb.js": `routerAdd("GET", "/d", (e) => e.noContent(204));\nrouterAdd("GET", "/d", (e) => e.noContent(204));`,
    "e.pb.js": `onRecordCreate("posts", (e) => e.next());`,
    "f.pb.js": `routerAdd("GET", "/f", (e) => e.json(200, require("./lib/g.ts")));`,
    "lib/g.ts": `export const g: = 1;`,
  });

  expect(printed).toContain("a.pb.js:1:1: [cronAdd] failed to register cron job a");
  expect(printed).toContain(`b.pb.js:1:11: Unexpected ";"\n    const b = ;\n              ^`);
  expect(printed).toContain(`c.pb.js:2:7: on purpose\n    throw new Error("on purpose");`);
  expect(printed).toContain(`d.pb.js:2:1: Route "GET /d" conflicts with route "GET /d"`);
  expect(printed).toContain("e.pb.js:1:1: This handler will never be called");
  expect(printed).toContain("f.pb.js\n     1  GET /f\n");
  expect(printed).toContain("lib/g.ts:1:17: ");
  expect(printed).toContain("6 problems.");
  expect(code).toBe(1);
});

test("types are checked: each file in a scope of its own, against what scripts see", async () => {
  const { code, printed } = await check({
    "a.pb.ts": `const name = 1;\nrouterAdd("GET", "/a", (e) => e.nope());`,
    "../pb_migrations/1_a.ts": `migrate((app) => {\n  app.save(1);\n});`,
    "b.pb.ts": `const name = "b";\nonRecordCreate((e) => {\n  const title: number = e.record.getString("title");\n  e.next();\n});`,
  });

  expect(printed).toContain("a.pb.ts:2:33: Property 'nope' does not exist on type 'RequestEvent'. (TS2339)");
  expect(printed).toContain("b.pb.ts:3:9: Type 'string' is not assignable to type 'number'. (TS2322)");
  expect(printed).toContain("1_a.ts:2:12: Argument of type 'number' is not assignable");
  expect(printed).toContain("pb_migrations: failed to apply migration 1_a.ts");
  expect(printed).toContain("4 problems.");
  expect(code).toBe(1);
});

test("a folder that is not there is said to be missing", async () => {
  const root = await temporaryFolder();

  const { code, printed } = await runHere("hooks", "check", "--hooksDir", path.join(root, "none"));

  expect(printed).toContain(`There is no folder ${root}/none`);
  expect(code).toBe(1);
});
