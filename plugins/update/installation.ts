import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

/** How this program came to where it is. */
export type Installation =
  /** A dependency of the project in `folder`. */
  | { readonly kind: "local"; readonly name: string; readonly version: string; readonly folder: string }
  /** `npm install -g` */
  | { readonly kind: "global"; readonly name: string; readonly version: string }
  /** The source, or a copy that npm knows nothing of. */
  | { readonly kind: "checkout"; readonly name: string; readonly version: string; readonly folder: string };

/** Reads it off the place a file of the package has. `globalFolder` is where npm keeps what is installed for all. */
export function installationOf(file: string, globalFolder: string): Installation {
  const root = packageRoot(file);
  const { name, version } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")) as {
    readonly name: string;
    readonly version: string;
  };
  const modules = path.dirname(root);
  if (path.basename(modules) !== "node_modules") return { kind: "checkout", name, version, folder: root };
  if (modules === path.resolve(globalFolder)) return { kind: "global", name, version };
  return { kind: "local", name, version, folder: path.dirname(modules) };
}

function packageRoot(file: string): string {
  let folder = path.dirname(file);
  while (!existsSync(path.join(folder, "package.json"))) folder = path.dirname(folder);
  return folder;
}
