import { Readable } from "node:stream";
import { buffer, text } from "node:stream/consumers";
import { expect, test } from "vitest";
import { S3Store } from "../../../plugins/files/s3.ts";
import { ask } from "../../support/app.ts";
import { openBucket } from "./bucket.ts";
import { createHouse } from "./house.ts";

test("a file in a bucket is what it was when it came", async () => {
  const store = new S3Store(await openBucket());
  await store.put("col/rec/a b+ü.txt", Buffer.from("hello"), { originalName: "Ä b.txt" });

  expect(await store.stat("col/rec/a b+ü.txt")).toMatchObject({
    size: 5,
    contentType: "text/plain; charset=utf-8",
    originalName: "Ä b.txt",
    md5: "XUFAKrxLKna5cZ2REBfFkg==",
  });
  expect(await text(await store.open("col/rec/a b+ü.txt", { start: 1, end: 3 }))).toBe("ell");
});

test("what is not in the bucket is missing, and can be deleted all the same", async () => {
  const store = new S3Store(await openBucket());

  expect(await store.stat("nope")).toBeUndefined();
  await expect(store.open("nope")).rejects.toMatchObject({ code: "ENOENT" });
  await store.delete("nope");
});

test("a large file goes up in parts", async () => {
  const store = new S3Store(await openBucket());
  const content = Buffer.alloc(20 * 1024 * 1024, "xyz");
  const pieces = Array.from({ length: 20 }, (_, i) => content.subarray(i << 20, (i + 1) << 20));
  await store.put("big", Readable.from(pieces), { contentType: "x/y" });

  expect(await store.stat("big")).toMatchObject({ size: content.length, contentType: "x/y" });
  expect(content.equals(await buffer(await store.open("big")))).toBe(true);
});

test("a folder of a bucket is listed and deleted as a whole", async () => {
  const store = new S3Store(await openBucket());
  for (const key of ["c/r/1", "c/r/2", "c/rr/3"]) await store.put(key, Buffer.from(key));
  const listed = (await store.list("c/")).map(({ key, size }) => [key, size]);
  await store.deletePrefix("c/r");

  expect(listed).toEqual([
    ["c/r/1", 5],
    ["c/r/2", 5],
    ["c/rr/3", 6],
  ]);
  expect((await store.list("")).map(({ key }) => key)).toEqual(["c/rr/3"]);
});

test("records keep their files in the bucket of the settings, thumbs too", async () => {
  const bucket = await openBucket();
  const house = await createHouse();
  const off = await ask(house.app, "POST /api/settings/test/s3", {
    body: { filesystem: "storage" },
    token: house.root,
  });
  await ask(house.app, "PATCH /api/settings", {
    body: { s3: { ...bucket, enabled: true } },
    token: house.root,
  });
  const on = await ask(house.app, "POST /api/settings/test/s3", {
    body: { filesystem: "storage" },
    token: house.root,
  });
  await house.collection({ name: "docs", fields: [{ name: "pic", type: "file" }] });
  const sharp = (await import("sharp")).default;
  const content = await sharp({ create: { width: 200, height: 100, channels: 3, background: "#123" } })
    .png()
    .toBuffer();
  const { body } = await house.send("POST /api/collections/docs/records", [
    ["pic", { name: "a.png", content }],
  ]);
  const url = `/api/files/docs/${body.id}/${body.pic}`;
  const whole = await ask(house.app, `GET ${url}`);
  const part = await ask(house.app, `GET ${url}`, { headers: { range: "bytes=1-3" } });
  const thumb = await ask(house.app, `GET ${url}?thumb=100x100`);
  const stored = await new S3Store(bucket).list("");
  await ask(house.app, `DELETE /api/collections/docs/records/${body.id}`);

  expect(off.body).toMatchObject({
    status: 400,
    message: "Failed to test the S3 filesystem. Raw error: \nS3 storage filesystem is not enabled.",
  });
  expect(on.status).toBe(204);
  expect(whole.response.rawPayload.equals(content)).toBe(true);
  expect([part.status, part.response.body]).toEqual([206, "PNG"]);
  expect(await sharp(thumb.response.rawPayload).metadata()).toMatchObject({ width: 100, height: 100 });
  expect(stored).toHaveLength(2);
  await expect.poll(() => new S3Store(bucket).list("")).toEqual([]);
});

test("a bucket that cannot be reached says so in its test", async () => {
  const bucket = { ...(await openBucket()), bucket: "missing" };
  const house = await createHouse();
  await ask(house.app, "PATCH /api/settings", {
    body: { s3: { ...bucket, enabled: true } },
    token: house.root,
  });
  const test = await ask(house.app, "POST /api/settings/test/s3", {
    body: { filesystem: "storage" },
    token: house.root,
  });

  expect(test.status).toBe(400);
  expect((test.body as { message: string }).message).toMatch(
    /^Failed to test the S3 filesystem\. Raw error: \n./,
  );
});
