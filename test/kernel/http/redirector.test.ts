import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import { text } from "node:stream/consumers";
import { expect, onTestFinished, test } from "vitest";
import { Redirector } from "../../../kernel/http/redirector.ts";

async function ask(securePort: number, options: { host: string; path?: string; method?: string }) {
  const proofs: Record<string, string> = { "/.well-known/acme-challenge/known": "known.proof" };
  const redirector = new Redirector({ proofAt: (path) => proofs[path] }, securePort);
  onTestFinished(() => redirector.close());
  const port = await redirector.listen("127.0.0.1", 0);
  const { host, path = "/", method = "GET" } = options;
  const asked = request({ host: "127.0.0.1", port, path, method, headers: { host }, agent: false }).end();
  const [response] = (await once(asked, "response")) as [IncomingMessage];
  return { status: response.statusCode, location: response.headers.location, body: await text(response) };
}

test.each([
  [443, "app.test", "https://app.test/a?b=1"],
  [443, "app.test:80", "https://app.test/a?b=1"],
  [8443, "app.test", "https://app.test/a?b=1"],
  [8443, "app.test:8080", "https://app.test:8443/a?b=1"],
  [8443, "[::1]:8080", "https://[::1]:8443/a?b=1"],
])("with HTTPS on port %i, %s leads to %s", async (port, host, location) => {
  expect(await ask(port, { host, path: "/a?b=1" })).toMatchObject({ status: 302, location });
});

test("proofs are answered as they are, and unknown ones are not redirected", async () => {
  const folder = "/.well-known/acme-challenge";
  const known = await ask(443, { host: "app.test", path: `${folder}/known?x` });
  const unknown = await ask(443, { host: "app.test", path: `${folder}/unknown` });

  expect(known).toMatchObject({ status: 200, body: "known.proof" });
  expect(unknown.status).toBe(404);
});

test.each(["POST", "DELETE", "OPTIONS"])("%s is refused", async (method) => {
  expect(await ask(443, { host: "app.test", method })).toMatchObject({ status: 400, body: "Use HTTPS" });
});

test("an address in place of a path leads nowhere else", async () => {
  const answer = await ask(443, { host: "app.test", path: "http://evil.test/x" });

  expect(answer.location).toBe("https://app.test/");
});
