import { NotFound, type RequestEvent, type Route } from "#kernel";
import type { UiExtension } from "./contract.ts";
import { readFolderFile } from "./folder-files.ts";

/** Scripts of the operator's own for the dashboard's page: all in one, and the files that belong to them. */
export function uiExtensionRoutes(collect: () => readonly UiExtension[]): readonly Route[] {
  return [
    {
      method: "GET",
      path: "/_/extensions.js",
      handle: async (e) => e.send(200, "text/javascript", await allScripts(collect())),
    },
    {
      method: "GET",
      path: "/_/extensions/{name}/{path...}",
      handle: (e) => sendFile(e, collect()),
    },
  ];
}

// Each in a function of its own, so that names do not meet; awaited, so that each finds what the one before made.
async function allScripts(extensions: readonly UiExtension[]): Promise<string> {
  const scripts = await Promise.all(extensions.map(({ folder }) => readFolderFile(folder, "main.js")));
  return scripts
    .flatMap((script) => script?.body.toString("utf8") ?? [])
    .map((text) => `await (async () => {\n${text}\n})();\n`)
    .join("");
}

async function sendFile(e: RequestEvent, extensions: readonly UiExtension[]): Promise<void> {
  const extension = extensions.find(({ name }) => name === e.params.name);
  const file = extension && (await readFolderFile(extension.folder, e.params.path ?? ""));
  if (file === undefined) throw new NotFound();
  e.send(200, file.type, file.body);
}
