import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { NotFound, type RequestEvent, type Route } from "#kernel";
import { type FolderFile, readFolderFile } from "./folder-files.ts";

interface Asset extends FolderFile {
  readonly brotli: Buffer | undefined;
  readonly gzip: Buffer | undefined;
}

const policy = [
  "default-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' http://127.0.0.1:* data: blob:",
  "media-src 'self' http://127.0.0.1:* blob:",
  "connect-src 'self' http://127.0.0.1:*",
  "script-src 'self'",
  "frame-src 'self'",
  "frame-ancestors 'none'",
].join("; ");

/** What panels may load to speak with the dashboard; they ask for it as strangers. */
const panelScript = "panel.js";
/** Files that keep their names from version to version. */
const lasting: ReadonlySet<string> = new Set(["index.html", panelScript]);

/** The pages of the dashboard below `/_/`, compressed when they were built and kept in memory once asked for. */
export function pageRoutes(): readonly Route[] {
  const root = builtPages();
  const known = new Map<string, Promise<Asset | undefined>>();

  const find = (file: string): Promise<Asset | undefined> => {
    const kept = known.get(file);
    if (kept !== undefined) return kept;
    const loading = load(root, file);
    // Only what exists is kept: names come from the client and must not fill the memory.
    void loading.then((asset) => asset !== undefined && known.set(file, loading));
    return loading;
  };

  return [
    { method: "GET", path: "/_", handle: (e) => e.redirect(307, "/_/") },
    {
      method: "GET",
      path: "/_/{path...}",
      async handle(e) {
        const asked = e.params.path || "index.html";
        const asset = await find(asked);
        if (asset === undefined) throw new NotFound();
        if (asked === panelScript) e.setHeader("Access-Control-Allow-Origin", "*");
        send(e, asset, lasting.has(asked) ? "no-cache" : "max-age=1209600, stale-while-revalidate=86400");
      },
    },
  ];
}

function send(e: RequestEvent, asset: Asset, caching: string): void {
  const accepted = e.header("accept-encoding");
  e.setHeader("Content-Security-Policy", policy);
  e.setHeader("Cache-Control", caching);
  e.setHeader("Vary", "Origin, Accept-Encoding");
  if (asset.brotli !== undefined && /\bbr\b/.test(accepted)) {
    e.setHeader("Content-Encoding", "br");
    e.send(200, asset.type, asset.brotli);
  } else if (asset.gzip !== undefined && /\bgzip\b/.test(accepted)) {
    e.setHeader("Content-Encoding", "gzip");
    e.send(200, asset.type, asset.gzip);
  } else {
    e.send(200, asset.type, asset.body);
  }
}

async function load(root: string, file: string): Promise<Asset | undefined> {
  const asset = await readFolderFile(root, file);
  if (asset === undefined) return undefined;
  const beside = (ending: string): Promise<Buffer | undefined> =>
    readFile(path.join(root, file + ending)).catch(() => undefined); // images are not compressed again
  return { ...asset, brotli: await beside(".br"), gzip: await beside(".gz") };
}

// Beside the built plugin; when running from source, where the build puts them.
function builtPages(): string {
  const beside = path.join(import.meta.dirname, "ui");
  if (existsSync(path.join(beside, "assets"))) return beside;
  return path.resolve(import.meta.dirname, "../../dist/plugins/dashboard/ui");
}
