import { existsSync } from "node:fs";
import path from "node:path";

/** The declarations of what scripts see, wherever this file was built to. */
export function ownTypes(): string {
  let folder = import.meta.dirname;
  while (!existsSync(path.join(folder, "sdk-types"))) folder = path.dirname(folder);
  return path.join(folder, "sdk-types", "index.d.ts");
}
