import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import type { KernelHandle } from "../../kernel/kernel.ts";
import { createTestApp } from "./app.ts";
import { temporaryFolder } from "./folder.ts";

/** An app with these files in its pb_hooks. */
export async function appWithHooks(
  files: Readonly<Record<string, string>>,
  flags: { readonly hooksTimeout?: number } = {},
): Promise<KernelHandle> {
  const root = await temporaryFolder();
  await writeFiles(path.join(root, "pb_hooks"), files);
  return await createTestApp({ flags: { ...flags, dir: path.join(root, "pb_data") } });
}

export async function writeFiles(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(folder, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, content);
  }
}

/** What a route of `main.pb.js` with this body answers: its JSON, or the error. */
export async function answerOf(body: string, more: Readonly<Record<string, string>> = {}): Promise<unknown> {
  const app = await appWithHooks({
    "main.pb.js": `routerAdd("GET", "/t", (e) => { ${body} });`,
    ...more,
  });
  const answer = await app.inject({ method: "GET", url: "/t?a=1&b=2&b=3", headers: { "x-foo-bar": "z" } });
  return answer.body === "" ? "" : (JSON.parse(answer.body) as unknown);
}
