import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { appWithHooks } from "../../support/hooks.ts";

const routes = `
  routerAdd("GET", "/short", (e) => e.string(200, "short"), $apis.gzip());
  routerAdd("GET", "/long", (e) => e.string(200, "long ".repeat(20000)), $apis.gzip());
  routerAdd("GET", "/failed", (e) => { throw new BadRequestError("no") }, $apis.gzip());
  routerAdd("GET", "/empty", (e) => e.noContent(204), $apis.gzip());
  routerAdd("GET", "/done", (e) => { e.response.header().set("Content-Encoding", "br"); e.string(200, "x") }, $apis.gzip());`;

interface Answer {
  readonly headers: Readonly<Record<string, unknown>>;
  readonly raw: Buffer;
}

async function get(url: string, accepted: string): Promise<Answer> {
  const app = await appWithHooks({ "main.pb.js": routes });
  const answer = await app.inject({ method: "GET", url, headers: { "accept-encoding": accepted } });
  return { headers: answer.headers, raw: answer.rawPayload };
}

test("$apis.gzip() compresses answers of any size for whoever reads gzip", async () => {
  const short = await get("/short", "br, gzip");
  expect(short.headers).toMatchObject({
    "content-encoding": "gzip",
    vary: "Origin, Accept-Encoding",
    "content-length": String(short.raw.length),
  });
  expect(gunzipSync(short.raw).toString()).toBe("short");
  const long = await get("/long", "gzip");
  expect(long.raw.length).toBeLessThan(2000);
  expect(gunzipSync(long.raw).toString()).toBe("long ".repeat(20000));
});

test("who does not read gzip gets the answer as it is, and is told that others get another", async () => {
  const { headers, raw } = await get("/short", "br");
  expect(raw.toString()).toBe("short");
  expect(headers["content-encoding"]).toBeUndefined();
  expect(headers.vary).toBe("Origin, Accept-Encoding");
});

test("errors, empty answers and what is encoded already are left as they are", async () => {
  for (const url of ["/failed", "/empty"])
    expect((await get(url, "gzip")).headers["content-encoding"]).toBeUndefined();
  expect((await get("/done", "gzip")).raw.toString()).toBe("x");
});
