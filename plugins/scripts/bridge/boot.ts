import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { bundleGuest } from "../compile.ts";

const scripts = path.join(import.meta.dirname, "..");
/** Made by the build; from source it is bundled when first needed. */
export const bundledBoot = path.join(scripts, "guest", "boot.bundle.js");

let source: Promise<string> | undefined;

/** The source that runs inside before any script. */
export async function bootSource(): Promise<string> {
  source ??= existsSync(bundledBoot) ? readFile(bundledBoot, "utf8") : bundleBoot();
  return await source;
}

/** Bundles the guest's side from what lies beside this file, TypeScript or built. */
export async function bundleBoot(): Promise<string> {
  const extension = path.extname(import.meta.filename);
  return await bundleGuest(path.join(scripts, "guest", `main${extension}`), {
    contents: `
      export { sentenize, ValidationError, ValidationErrors } from "./errors${extension}";
      export { escapeJson } from "./http/json${extension}";`,
    resolveDir: path.join(scripts, "..", "..", "kernel"),
  });
}
