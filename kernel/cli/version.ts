import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

/** The version of the package this file is part of, wherever it was built to. */
export function version(): string {
  let folder = import.meta.dirname;
  while (!existsSync(path.join(folder, "package.json"))) folder = path.dirname(folder);
  const text = readFileSync(path.join(folder, "package.json"), "utf8");
  return (JSON.parse(text) as { readonly version: string }).version;
}
