import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { expect, onTestFinished, test } from "vitest";
import { answerOf } from "../../support/hooks.ts";

// What these say was seen on PocketBase 0.39.11.

/** The address of a server that answers so. */
async function world(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
  const server = createServer(answer).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test("headers that came twice are two values", async () => {
  const url = await world((_request, response) => {
    response.setHeader("x-many", ["1", "2"]).setHeader("set-cookie", ["a=1", "b=2"]).end();
  });
  expect(
    await answerOf(`
      const { headers, cookies } = $http.send({ url: "${url}" });
      return e.json(200, [headers["X-Many"], headers["Set-Cookie"], Object.keys(cookies), headers["Connection"] ?? null]);`),
  ).toEqual([["1", "2"], ["a=1", "b=2"], ["a", "b"], null]);
});

test("a request carries the script's headers and few others; what is compressed comes back plain", async () => {
  const url = await world(({ headers }, response) => {
    const { host: _where, connection: _kept, ...rest } = headers;
    response.setHeader("content-encoding", "gzip").end(gzipSync(JSON.stringify(rest)));
  });
  expect(
    await answerOf(`
      const { json, headers } = $http.send({ url: "${url}", headers: { "X-A": 5, "X-B": null, "User-Agent": "me" } });
      return e.json(200, [json, headers["Content-Encoding"] ?? null]);`),
  ).toEqual([{ "x-a": "5", "x-b": "", "user-agent": "me", "accept-encoding": "gzip" }, null]);
});

test("redirects are followed as GET, and secrets stay with whom they were given to", async () => {
  const other = await world(({ method, headers }, response) => {
    response.end(JSON.stringify([method, headers.authorization ?? null, headers["content-length"] ?? null]));
  });
  const elsewhere = other.replace("127.0.0.1", "localhost");
  const url = await world((_request, response) => {
    response.writeHead(302, { location: elsewhere }).end();
  });
  expect(
    await answerOf(`
      const sent = { url: "${url}", method: "POST", body: "hello", headers: { authorization: "x" } };
      return e.json(200, $http.send(sent).json);`),
  ).toEqual(["GET", null, null]);
});

test("redirects without end, unknown schemes and silence are errors", async () => {
  const url = await world(({ url: path }, response) => {
    if (path === "/loop") response.writeHead(307, { location: "/loop" }).end();
  });
  expect(
    await answerOf(`
      const told = (config) => { try { $http.send(config) } catch (x) { return x.message } };
      return e.json(200, [
        told({ url: "${url}/loop" }), told({ url: "foo://x" }), told({ url: "" }), told({ url: "${url}/silent", timeout: 0.2 }),
      ]);`),
  ).toEqual([
    `Get "${url}/loop": stopped after 10 redirects`,
    'Get "foo://x": unsupported protocol scheme "foo"',
    'Get "": unsupported protocol scheme ""',
    `Get "${url}/silent": context deadline exceeded`,
  ]);
});
