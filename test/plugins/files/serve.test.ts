import { expect, test } from "vitest";
import { onFileDownloadRequest } from "../../../plugins/files/contract.ts";
import { ask } from "../../support/app.ts";
import { createHouse, type House } from "./house.ts";

interface Stored {
  readonly house: House;
  readonly url: string;
  readonly name: string;
}

async function withFile(name: string, content: string | Buffer, options: object = {}): Promise<Stored> {
  const house = await createHouse();
  const fields = [
    { name: "doc", type: "file", ...options },
    { name: "open", type: "bool" },
  ];
  await house.collection({ name: "docs", fields, viewRule: "open = true || @request.auth.id != ''" });
  const { body } = await house.send("POST /api/collections/docs/records", [["doc", { name, content }]]);
  return { house, url: `/api/files/docs/${body.id}/${body.doc}`, name: String(body.doc) };
}

test("a file is answered with the headers of the reference", async () => {
  const { house, url, name } = await withFile("hello.txt", "hello world");
  const { response } = await ask(house.app, `GET ${url}`);

  expect(response.body).toBe("hello world");
  expect(response.headers).toMatchObject({
    "content-type": "text/plain; charset=utf-8",
    "content-length": "11",
    "content-disposition": `attachment; filename=${name}`,
    "content-security-policy": "default-src 'none'; media-src 'self'; style-src 'unsafe-inline'; sandbox",
    "cache-control": "max-age=2592000, stale-while-revalidate=86400",
    "accept-ranges": "bytes",
  });
  expect(response.headers["x-frame-options"]).toBeUndefined();
  expect(response.headers.etag).toBeUndefined();
});

test("what a browser may show is shown, unless a download is asked for", async () => {
  const { house, url } = await withFile("a.pdf", "%PDF-1.4");
  const shown = await ask(house.app, `GET ${url}`);
  const saved = await ask(house.app, `GET ${url}?download=1`);

  expect(shown.response.headers["content-disposition"]).toMatch(/^inline;/);
  expect(saved.response.headers["content-disposition"]).toMatch(/^attachment;/);
});

test("the type of a few kinds follows their name", async () => {
  const { house, url } = await withFile("a.css", "a{}");

  expect((await ask(house.app, `GET ${url}`)).response.headers["content-type"]).toBe("text/css");
});

test("a part of a file, several parts, or none at all", async () => {
  const { house, url } = await withFile("hello.txt", "hello world");
  const part = await ask(house.app, `GET ${url}`, { headers: { range: "bytes=6-" } });
  const head = await ask(house.app, `HEAD ${url}`, { headers: { range: "bytes=0-3" } });
  const parts = await ask(house.app, `GET ${url}`, { headers: { range: "bytes=0-1,3-4" } });
  const none = await ask(house.app, `GET ${url}`, { headers: { range: "bytes=100-" } });

  expect([part.status, part.response.body, part.response.headers["content-range"]]).toEqual([
    206,
    "world",
    "bytes 6-10/11",
  ]);
  expect([head.status, head.response.body, head.response.headers["content-length"]]).toEqual([206, "", "4"]);
  expect(parts.response.headers["content-type"]).toMatch(/^multipart\/byteranges; boundary=/);
  expect(parts.response.body).toMatch(
    /Content-Range: bytes 0-1\/11\r\n[\s\S]*\r\n\r\nhe\r\n[\s\S]*\r\n\r\nlo\r\n--/,
  );
  expect(parts.response.headers["content-length"]).toBe(String(parts.response.body.length));
  expect([none.status, none.response.body, none.response.headers["content-range"]]).toEqual([
    416,
    "invalid range: failed to overlap\n",
    "bytes */11",
  ]);
});

test("what a client has already is not sent again", async () => {
  const { house, url } = await withFile("hello.txt", "hello world");
  const modified = String((await ask(house.app, `GET ${url}`)).response.headers["last-modified"]);
  const same = await ask(house.app, `GET ${url}`, { headers: { "if-modified-since": modified } });
  const old = await ask(house.app, `GET ${url}`, {
    headers: { "if-modified-since": "Mon, 01 Jan 2020 00:00:00 GMT" },
  });
  const range = { range: "bytes=0-3", "if-range": "Mon, 01 Jan 2020 00:00:00 GMT" };
  const changed = await ask(house.app, `GET ${url}`, { headers: range });
  const before = { "if-unmodified-since": "Mon, 01 Jan 2020 00:00:00 GMT" };

  expect([same.status, same.response.body, same.response.headers["content-length"]]).toEqual([
    304,
    "",
    undefined,
  ]);
  expect(old.status).toBe(200);
  expect([changed.status, changed.response.body]).toEqual([200, "hello world"]);
  expect((await ask(house.app, `GET ${url}`, { headers: before })).status).toBe(412);
});

test("a protected file is for those who may see its record", async () => {
  const { house, url } = await withFile("secret.txt", "secret", { protected: true });
  const { body } = await ask(house.app, "POST /api/files/token", { token: house.root });
  const { token } = body as { token: string };
  const guest = await ask(house.app, "POST /api/files/token");

  expect(guest.status).toBe(401);
  expect((await ask(house.app, `GET ${url}`)).status).toBe(404);
  expect((await ask(house.app, `GET ${url}?token=${house.root}`)).status).toBe(404);
  expect((await ask(house.app, `GET ${url}?token=${token}`)).response.body).toBe("secret");
});

test("what is not there is not found", async () => {
  const { house, url } = await withFile("hello.txt", "hello");

  expect((await ask(house.app, `GET ${url}x`)).status).toBe(404);
  expect((await ask(house.app, `GET ${url.replace("docs", "nope")}`)).body).toEqual({
    data: {},
    message: "Missing or invalid collection context.",
    status: 404,
  });
  expect((await ask(house.app, "GET /api/files/docs/aaaaaaaaaaaaaaa/x.txt")).status).toBe(404);
});

test("a thumb is made when asked for in a size of the field, and the original sent for any other", async () => {
  const sharp = (await import("sharp")).default;
  const png = await sharp({ create: { width: 120, height: 90, channels: 3, background: "#000" } })
    .png()
    .toBuffer();
  const { house, url, name } = await withFile("a.png", png, { thumbs: ["60x0"] });
  const thumb = await ask(house.app, `GET ${url}?thumb=60x0`);
  const other = await ask(house.app, `GET ${url}?thumb=61x0`);

  expect(thumb.response.headers["content-disposition"]).toBe(`inline; filename=60x0_${name}`);
  expect(await sharp(thumb.response.rawPayload).metadata()).toMatchObject({ width: 60, height: 45 });
  expect(other.response.rawPayload.equals(png)).toBe(true);
  expect((await house.stored()).filter((key) => key.endsWith(`thumbs_${name}/60x0_${name}`))).toHaveLength(1);
});

test("what cannot be made a thumb is sent as it is, and a handler is told why", async () => {
  const broken = Buffer.from("\x89PNG\r\n\x1a\nbroken", "latin1");
  const { house, url } = await withFile("a.png", broken);
  const errors: unknown[] = [];
  house.scope.on(onFileDownloadRequest, async (e) => {
    errors.push(e.thumbError);
    await e.next();
  });
  const answer = await ask(house.app, `GET ${url}?thumb=100x100`);

  expect(answer.response.rawPayload.equals(broken)).toBe(true);
  expect(errors).toEqual([expect.any(Error)]);
});

test("a view shows the files of the collection it is made of", async () => {
  const { house, url } = await withFile("hello.txt", "hello");
  await house.collection({
    name: "shown",
    type: "view",
    viewQuery: "SELECT id, doc AS paper FROM docs",
    createRule: null,
    updateRule: null,
    deleteRule: null,
  });

  expect((await ask(house.app, `GET ${url.replace("/docs/", "/shown/")}`)).response.body).toBe("hello");
});

test("a handler may send another file", async () => {
  const { house, url } = await withFile("hello.txt", "hello");
  house.scope.on(onFileDownloadRequest, async (e) => {
    e.servedName = "renamed.txt";
    await e.next();
  });

  expect((await ask(house.app, `GET ${url}`)).response.headers["content-disposition"]).toBe(
    "attachment; filename=renamed.txt",
  );
});
