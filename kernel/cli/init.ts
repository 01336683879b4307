import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Command } from "./command.ts";

/** `isobase init`: a folder to begin an application in; what is there already stays as it is. */
export const init: Command = {
  name: "init",
  summary: "Creates the folders and files of a new application",
  usage: "[folder]",
  example: "init my-app",
  bootstrap: "skip",

  async run({ args, print }) {
    const folder = path.resolve(args[0] ?? ".");
    for (const [name, content] of Object.entries(files)) {
      print(await create(path.join(folder, name), content));
    }
    print(`└─ Start it with: isobase serve --dir ${path.join(folder, "pb_data")}`);
    print(
      "   The first start writes pb_data/types.d.ts, which editors read. Test the hooks with: isobase hooks test",
    );
  },
};

async function create(file: string, content: string): Promise<string> {
  if (existsSync(file)) return `├─ ${file} (kept)`;
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, content, { flag: "wx" });
  return `├─ ${file}`;
}

const files: Readonly<Record<string, string>> = {
  "pb_hooks/main.pb.ts": `/// <reference path="../pb_data/types.d.ts" />

routerAdd("GET", "/hello/{name}", (e) => e.json(200, { hello: e.request.pathValue("name") }));
`,
  "pb_hooks/main.test.ts": `/// <reference path="../pb_data/types.d.ts" />
import { expect, test } from "isobase/testing";

test("everybody is greeted by name", async ({ app }) => {
  const answer = await app.get("/hello/Anna");

  expect(answer.status).toBe(200);
  expect(answer.body).toEqual({ hello: "Anna" });
});
`,
  "pb_migrations/.gitkeep": "",
  "pb_public/index.html": `<!doctype html>
<html lang="en">
  <meta charset="utf-8" />
  <title>It works</title>
  <h1>It works</h1>
  <p>Replace this file, or open the <a href="/_/">dashboard</a>.</p>
</html>
`,
  "tsconfig.json": `{
  "compilerOptions": {
    "target": "ES2023",
    "lib": ["ES2023"],
    "types": [],
    "module": "ESNext",
    "moduleResolution": "Bundler",
    "strict": true,
    "noEmit": true,
    "allowImportingTsExtensions": true,
    "skipLibCheck": true
  },
  "include": ["pb_hooks", "pb_migrations", "pb_data/types.d.ts"]
}
`,
  ".gitignore": "pb_data/\n",
};
