import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { readdir, stat } from "node:fs/promises";
import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import { request } from "node:https";
import path from "node:path";
import { text } from "node:stream/consumers";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import type { KernelHandle } from "../../../kernel/kernel.ts";
import { startAuthority, type TestAuthority } from "../../support/acme.ts";
import { createTestApp } from "../../support/app.ts";
import { freePort } from "../../support/server.ts";

const hasOpenssl = spawnSync("openssl", ["version"]).status === 0;
const localhost = "127.0.0.1";

interface House {
  readonly app: KernelHandle;
  readonly address: string;
  readonly http: number;
  readonly https: number;
}

async function serve(authority: TestAuthority, domains: readonly string[], dir?: string): Promise<House> {
  vi.stubEnv("ISOBASE_ACME_DIRECTORY", authority.directoryUrl);
  onTestFinished(() => void vi.unstubAllEnvs());
  const app = await createTestApp(dir === undefined ? {} : { flags: { dir } });
  const [http, https] = [await freePort(), await freePort()];
  authority.proveAt(http);
  const secure = { host: localhost, port: https, domains };
  const { address } = await app.serve({ host: localhost, port: http, secure });
  return { app, address, http, https };
}

interface Answer {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Asks over HTTPS as a client that found `name` at this machine and trusts the authority. */
async function ask({ https }: House, authority: TestAuthority, name: string, path: string): Promise<Answer> {
  const trusting = { ca: authority.root, servername: name, agent: false } as const;
  const asked = request({ ...trusting, host: localhost, port: https, path, headers: { host: name } }).end();
  const [response] = (await once(asked, "response")) as [IncomingMessage];
  return { status: response.statusCode, headers: response.headers, body: await text(response) };
}

/** Asks until there is a certificate for the name. */
function soon(house: House, authority: TestAuthority, name: string, path: string): Promise<Answer> {
  return vi.waitFor(() => ask(house, authority, name, path), { timeout: 20_000, interval: 50 });
}

describe.runIf(hasOpenssl)("HTTPS for domains", () => {
  test("a domain gets its certificate from the authority and answers with it", async () => {
    const authority = await startAuthority();
    const house = await serve(authority, ["app.test"]);

    const { status, body } = await soon(house, authority, "app.test", "/api/health");

    expect(house.address).toBe("https://app.test");
    expect(status).toBe(200);
    expect(body).toContain("API is healthy.");
    await expect(ask(house, authority, "other.test", "/api/health")).rejects.toThrow();
  });

  test("the www name has a certificate as well and leads to the bare one", async () => {
    const authority = await startAuthority();
    const house = await serve(authority, ["app.test", "www.named.test"]);

    const { status, headers } = await soon(house, authority, "www.app.test", "/a/b?c=1");
    const named = await soon(house, authority, "www.named.test", "/api/health");

    expect(status).toBe(307);
    expect(headers.location).toBe("https://app.test/a/b?c=1");
    expect(named.status).toBe(200);
  });

  test("plain HTTP leads to HTTPS and answers nothing else", async () => {
    const house = await serve(await startAuthority(), ["app.test"]);
    const plain = `http://${localhost}:${house.http}`;

    const got = await fetch(`${plain}/api/health?a=1`, { redirect: "manual" });
    const posted = await fetch(`${plain}/api/health`, { method: "POST", body: "x" });
    const unknown = await fetch(`${plain}/.well-known/acme-challenge/what`, { redirect: "manual" });

    expect(got.status).toBe(302);
    expect(got.headers.get("location")).toBe(`https://${localhost}:${house.https}/api/health?a=1`);
    expect([posted.status, await posted.text()]).toEqual([400, "Use HTTPS"]);
    expect(unknown.status).toBe(404);
  });

  test("the next start shows the kept certificate and asks for none", async () => {
    const authority = await startAuthority();
    const first = await serve(authority, ["app.test"]);
    await soon(first, authority, "www.app.test", "/");
    await soon(first, authority, "app.test", "/");
    const cache = path.join(first.app.config.dir, ".autocert_cache");
    await vi.waitFor(async () => expect(await readdir(cache)).toHaveLength(3));
    await first.app.terminate();

    const second = await serve(authority, ["app.test"], first.app.config.dir);
    const { status } = await ask(second, authority, "app.test", "/api/health");

    expect(status).toBe(200);
    expect([...authority.issued].sort()).toEqual(["app.test", "www.app.test"]);
    expect((await readdir(cache)).sort()).toEqual(["acme_account+key", "app.test", "www.app.test"]);
    expect((await stat(path.join(cache, "app.test"))).mode & 0o777).toBe(0o600);
  });

  test("without a certificate the server stays up and says what it expected", async () => {
    const authority = await startAuthority();
    const lines: string[] = [];
    const write = vi
      .spyOn(process.stderr, "write")
      .mockImplementation((line) => lines.push(String(line)) > 0);
    onTestFinished(() => write.mockRestore());
    const house = await serve({ ...authority, proveAt() {} }, ["www.app.test"]); // it asks where nobody is

    const told = await vi.waitFor(
      () => lines.find((line) => line.includes("www.app.test")) ?? Promise.reject(),
    );
    const plain = await fetch(`http://${localhost}:${house.http}/`, { redirect: "manual" });

    expect(told).toContain("There is no new certificate for www.app.test yet: the proof is not there");
    expect(told).toContain("http://www.app.test/.well-known/acme-challenge/ must reach this server");
    expect(plain.status).toBe(302);
  });
});
