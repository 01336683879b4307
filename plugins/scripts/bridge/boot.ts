import { readFile } from "node:fs/promises";
import path from "node:path";
import { packageFolder } from "#kernel";
import { bundleGuest } from "../compile.ts";

/** Made by the build. */
export const built = path.join(packageFolder, "dist/plugins/scripts/guest/boot.bundle.js");
const isSource = import.meta.url.endsWith(".ts");

let source: Promise<string> | undefined;

/** The source that runs inside before any script. */
export async function bootSource(): Promise<string> {
  source ??= isSource ? bundleBoot() : readFile(built, "utf8");
  return await source;
}

/** Bundles the guest's side from its source. */
export async function bundleBoot(): Promise<string> {
  return await bundleGuest(path.join(packageFolder, "plugins/scripts/guest/main.ts"), {
    contents: `
      export { sentenize, ValidationError, ValidationErrors } from "./errors.ts";
      export { escapeJson } from "./http/json.ts";
      export { isStill } from "./db/stand.ts";`,
    resolveDir: path.join(packageFolder, "kernel"),
  });
}
