import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { NotFound, type RequestEvent, type Route } from "#kernel";

interface Asset {
  readonly type: string;
  readonly body: Buffer;
  readonly brotli: Buffer | undefined;
  readonly gzip: Buffer | undefined;
}

const types: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".webmanifest": "application/manifest+json",
  ".woff2": "font/woff2",
};

const policy = [
  "default-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' http://127.0.0.1:* data: blob:",
  "media-src 'self' http://127.0.0.1:* blob:",
  "connect-src 'self' http://127.0.0.1:*",
  "script-src 'self'",
  "frame-ancestors 'none'",
].join("; ");

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
        send(e, asset, asked === "index.html" ? "no-cache" : "max-age=1209600, stale-while-revalidate=86400");
      },
    },
    {
      method: "GET",
      path: "/_/extensions.js",
      handle: (e) => e.send(200, "text/javascript", ""),
    },
    {
      method: "GET",
      path: "/_/extensions/{name}/{path...}",
      handle: () => {
        throw new NotFound();
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
  const place = path.join(root, file);
  const type = types[path.extname(file)];
  if (!place.startsWith(root + path.sep) || type === undefined) return undefined;
  const body = await readIfThere(place);
  if (body === undefined) return undefined;
  return { type, body, brotli: await readIfThere(`${place}.br`), gzip: await readIfThere(`${place}.gz`) };
}

async function readIfThere(file: string): Promise<Buffer | undefined> {
  try {
    return await readFile(file);
  } catch {
    return undefined; // missing files are an answer here
  }
}

// Beside the built plugin; when running from source, where the build puts them.
function builtPages(): string {
  const beside = path.join(import.meta.dirname, "ui");
  if (existsSync(path.join(beside, "assets"))) return beside;
  return path.resolve(import.meta.dirname, "../../dist/plugins/dashboard/ui");
}
