import { pathToFileURL } from "node:url";

/** Tells debuggers the way from a script's code back to its author's lines. */
export function mapComment(map: string): string {
  if (map === "") return "";
  return `\n//# sourceMappingURL=data:application/json;base64,${Buffer.from(map).toString("base64")}`;
}

/** What debuggers call a file. */
export function urlOf(filename: string): string {
  return pathToFileURL(filename).href;
}
