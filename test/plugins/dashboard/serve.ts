import { readFile } from "node:fs/promises";
import { createServer, request, type Server } from "node:http";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";

const built = fileURLToPath(new URL("../../../dist/plugins/dashboard/ui", import.meta.url));

// As strict as the dashboard has to live with: nothing inline but styles, nothing from elsewhere.
const policy =
  "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; script-src 'self'";

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
};

/** The built dashboard at /_/ in front of any server: what is asked outside of it is passed on. */
export function serveDashboard(port: number, backend: URL): Promise<Server> {
  const server = createServer((req, res) => {
    const path = new URL(req.url ?? "/", "http://localhost").pathname;
    if (path.startsWith("/_/")) {
      const file = normalize(join(built, path === "/_/" ? "index.html" : path.slice(3)));
      readFile(file).then(
        (body) => {
          res.writeHead(200, {
            "content-type": types[extname(file)] ?? "application/octet-stream",
            "content-security-policy": policy,
          });
          res.end(body);
        },
        () => res.writeHead(404).end(),
      );
      return;
    }
    const passed = request(
      { host: backend.hostname, port: backend.port, path: req.url, method: req.method, headers: req.headers },
      (answer) => {
        res.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(res);
      },
    );
    passed.on("error", () => res.destroy());
    res.on("close", () => passed.destroy());
    req.pipe(passed);
  });
  return new Promise((resolve) => {
    server.listen(port, "127.0.0.1", () => resolve(server));
  });
}
