import { readFile, realpath } from "node:fs/promises";
import path from "node:path";

export interface FolderFile {
  readonly type: string;
  readonly body: Buffer;
}

const types: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".gif": "image/gif",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".jpg": "image/jpeg",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".mjs": "text/javascript; charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".webmanifest": "application/manifest+json",
  ".webp": "image/webp",
  ".woff2": "font/woff2",
};

/** A file of a kind browsers show, by its path below `root`; undefined for all else, and for links that lead outside. */
export async function readFolderFile(root: string, asked: string): Promise<FolderFile | undefined> {
  const type = types[path.extname(asked).toLowerCase()];
  if (type === undefined || asked.includes("\0")) return undefined;
  try {
    const base = await realpath(root);
    const place = await realpath(path.join(base, asked));
    return place.startsWith(base + path.sep) ? { type, body: await readFile(place) } : undefined;
  } catch {
    return undefined; // missing files are an answer here
  }
}
