import { readdir } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { PluginProblem } from "./errors.ts";
import type { Plugin } from "./plugin.ts";

/** Loads `plugin.js` (or `plugin.ts`, from source) of every folder below `root`. */
export async function discoverPlugins(root: string): Promise<readonly Plugin[]> {
  const folders = (await readdir(root, { withFileTypes: true })).filter((entry) => entry.isDirectory());
  const loaded = await Promise.all(folders.map(({ name }) => load(path.join(root, name))));
  return loaded.filter((plugin) => plugin !== undefined);
}

async function load(folder: string): Promise<Plugin | undefined> {
  const files = await readdir(folder);
  const entry = files.find((file) => file === "plugin.js" || file === "plugin.ts");
  if (entry === undefined) return undefined;
  const module: { readonly default?: unknown } = await import(pathToFileURL(path.join(folder, entry)).href);
  if (!isPlugin(module.default)) {
    throw new PluginProblem(
      `${path.join(folder, entry)} must export a plugin as default: export default definePlugin({…}).`,
    );
  }
  return module.default;
}

function isPlugin(value: unknown): value is Plugin {
  return typeof value === "object" && value !== null && "name" in value && "setup" in value;
}
