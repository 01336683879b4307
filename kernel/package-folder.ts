import { existsSync } from "node:fs";
import path from "node:path";

/** The folder of the package this file is part of, wherever in it the build has put it. */
export const packageFolder = findUp("package.json", import.meta.dirname);

function findUp(file: string, from: string): string {
  let folder = from;
  while (!existsSync(path.join(folder, file))) folder = path.dirname(folder);
  return folder;
}
