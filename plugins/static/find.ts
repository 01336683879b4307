import { type Stats, statSync } from "node:fs";
import path from "node:path";
import type { FileState } from "./file-cache.ts";

/** What a path below the public folder leads to. */
export type Found =
  | { readonly kind: "file"; readonly file: FileState }
  | { readonly kind: "redirect"; readonly location: string }
  | { readonly kind: "missing" };

const missing: Found = { kind: "missing" };

/**
 * Looks up a decoded path, "" for the root. A folder is its index.html and ends with a slash, a file never does;
 * what leads outside of the folder is missing.
 */
export function findPublic(root: string, asked: string): Found {
  if (asked.includes("\0")) return missing;
  const location = path.join(root, trimmed(asked));
  if (location !== root && !location.startsWith(`${root}${path.sep}`)) return missing;
  const entry = look(location);
  if (entry === undefined) return missing;
  const asFolder = asked === "" || asked.endsWith("/");
  if (entry.isDirectory()) return asFolder ? indexOf(location) : redirect(`/${asked}/`);
  if (asFolder) return redirect(`/${trimmed(asked)}`);
  if (path.basename(asked) === "index.html") return redirect(`/${asked.slice(0, -"index.html".length)}`);
  return fileOf(location, entry);
}

function indexOf(folder: string): Found {
  const location = path.join(folder, "index.html");
  const entry = look(location);
  return entry?.isFile() ? fileOf(location, entry) : missing;
}

// Answered from the file system's own memory; quicker than handing it to another thread.
function look(location: string): Stats | undefined {
  try {
    return statSync(location, { throwIfNoEntry: false });
  } catch {
    return undefined; // a file where a folder was named, or a name too long: nothing there either way
  }
}

function fileOf(location: string, entry: Stats): Found {
  return { kind: "file", file: { path: location, size: entry.size, modifiedMs: entry.mtimeMs } };
}

function redirect(location: string): Found {
  return { kind: "redirect", location: encodeURI(location) };
}

function trimmed(asked: string): string {
  return asked.replace(/\/+$/, "");
}
