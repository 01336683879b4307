import { mkdir, utimes, writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { definePlugin } from "../../../kernel/index.ts";
import files from "../../../plugins/static/plugin.ts";
import { createTestApp } from "../../support/app.ts";
import { temporaryFolder } from "../../support/folder.ts";

async function site(flags: { readonly indexFallback?: boolean } = {}) {
  const publicDir = path.join(await temporaryFolder(), "public");
  await mkdir(path.join(publicDir, "dir"), { recursive: true });
  await mkdir(path.join(publicDir, "empty"));
  await writeFile(path.join(publicDir, "index.html"), "home");
  await writeFile(path.join(publicDir, "dir/index.html"), "dir");
  await writeFile(path.join(publicDir, "s.css"), "body{}\n");
  await writeFile(path.join(publicDir, "bin"), Buffer.from([0, 1]));
  await writeFile(path.join(publicDir, "large.txt"), "0123456789".repeat(100_000));
  await writeFile(path.join(publicDir, "../secret"), "secret");
  const app = await createTestApp({ plugins: [files], flags: { publicDir, ...flags } });
  return { app, publicDir };
}

test.each([
  ["/", 200, "home"],
  ["/dir/", 200, "dir"],
  ["/dir", 301, "/dir/"],
  ["/s.css/", 301, "/s.css"],
  ["/index.html", 301, "/"],
  ["/dir/index.html", 301, "/dir/"],
  ["/nowhere", 200, "home"],
  ["/empty/", 200, "home"],
  ["/%2e%2e/secret", 200, "home"],
  ["/dir/..%2f..%2fsecret", 200, "home"],
  ["/%00", 200, "home"],
])("%s answers %i with %s", async (url, status, expected) => {
  const { app } = await site();

  const answer = await app.inject({ url });

  expect(answer.statusCode).toBe(status);
  expect(status === 301 ? answer.headers.location : answer.body).toBe(expected);
});

test.each(["/nowhere", "/empty/", "/nowhere/"])("without the fallback %s is not found", async (url) => {
  const { app } = await site({ indexFallback: false });

  const answer = await app.inject({ url });

  expect(answer.statusCode).toBe(404);
  expect(answer.json()).toEqual({ data: {}, message: "File not found.", status: 404 });
});

test("types come from the name, or else from the content", async () => {
  const { app } = await site();

  expect((await app.inject({ url: "/s.css" })).headers["content-type"]).toBe("text/css; charset=utf-8");
  expect((await app.inject({ url: "/bin" })).headers["content-type"]).toBe("application/octet-stream");
});

test("a part of a small and of a large file can be asked for", async () => {
  const { app } = await site();

  const small = await app.inject({ url: "/s.css", headers: { range: "bytes=1-3" } });
  const large = await app.inject({ url: "/large.txt", headers: { range: "bytes=999995-" } });

  expect([small.statusCode, small.headers["content-range"], small.body]).toEqual([206, "bytes 1-3/7", "ody"]);
  expect([large.statusCode, large.headers["content-length"], large.body]).toEqual([206, "5", "56789"]);
});

test("a file that did not change is not sent again, and one that did is", async () => {
  const { app, publicDir } = await site();
  const first = await app.inject({ url: "/s.css" });
  const since = { "if-modified-since": first.headers["last-modified"] as string };

  expect((await app.inject({ url: "/s.css", headers: since })).statusCode).toBe(304);
  await writeFile(path.join(publicDir, "s.css"), "i{}");
  await utimes(path.join(publicDir, "s.css"), new Date(), new Date(Date.now() + 60_000));

  expect((await app.inject({ url: "/s.css", headers: since })).body).toBe("i{}");
});

test("an application's own catch-all takes the place of the files", async () => {
  const own = definePlugin({
    name: "own",
    summary: "Answers everything.",
    setup: (scope) => scope.route({ method: "GET", path: "/{path...}", handle: () => "mine" }),
  });
  const app = await createTestApp({ plugins: [files, own] });

  expect((await app.inject({ url: "/anything" })).json()).toBe("mine");
});
