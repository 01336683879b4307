import { existsSync } from "node:fs";
import { cp, mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { packageFolder } from "../package-folder.ts";
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
    const types = path.join(folder, "sdk-types");
    await cp(path.join(packageFolder, "sdk-types"), types, { recursive: true, force: false });
    print(`├─ ${types}`);
    print(`└─ Start it with: isobase serve --dir ${path.join(folder, "pb_data")}`);
  },
};

async function create(file: string, content: string): Promise<string> {
  if (existsSync(file)) return `├─ ${file} (kept)`;
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, content, { flag: "wx" });
  return `├─ ${file}`;
}

const files: Readonly<Record<string, string>> = {
  "pb_hooks/main.pb.ts": `/// <reference path="../sdk-types/index.d.ts" />

routerAdd("GET", "/hello/{name}", (e) => e.json(200, { hello: e.request.pathValue("name") }));
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
    "skipLibCheck": true
  },
  "include": ["pb_hooks", "pb_migrations", "sdk-types"]
}
`,
  ".gitignore": "pb_data/\n",
};
