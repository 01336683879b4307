import { readdir, rm, writeFile } from "node:fs/promises";
import type { IncomingMessage } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { parseMultipart } from "../../../kernel/http/body.ts";
import { removeLeftUploads } from "../../../kernel/http/upload-files.ts";

interface Part {
  readonly headers: string;
  readonly content: string | Buffer;
}

function multipart(...parts: readonly Part[]): IncomingMessage {
  const pieces = parts.flatMap(({ headers, content }) => [
    Buffer.from(`--xyz\r\nContent-Disposition: form-data; ${headers}\r\n\r\n`),
    Buffer.from(content),
    Buffer.from("\r\n"),
  ]);
  const request = Readable.from([...pieces, Buffer.from("--xyz--\r\n")]);
  return Object.assign(request, {
    headers: { "content-type": "multipart/form-data; boundary=xyz" },
  }) as unknown as IncomingMessage;
}

async function leftovers(): Promise<number> {
  return (await readdir(tmpdir())).filter((name) => name.startsWith("isobase-upload-")).length;
}

test("values and files are told apart, and a value may be long", async () => {
  const long = "x".repeat(2_000_000);
  const { data, files } = await parseMultipart(
    multipart(
      { headers: 'name="title"', content: long },
      { headers: 'name="doc"; filename="a/b\\c.txt"', content: "hello" },
    ),
    0,
  );

  expect(data).toEqual({ title: long });
  expect(files.map(({ key, originalName, size }) => [key, originalName, size])).toEqual([
    ["doc", "b\\c.txt", 5],
  ]);
  expect(Buffer.from(files[0]?.head ?? []).toString()).toBe("hello");
});

test("a file input without a file is an empty value", async () => {
  const { data, files } = await parseMultipart(
    multipart({ headers: 'name="doc"; filename=""\r\nContent-Type: application/octet-stream', content: "" }),
    0,
  );

  expect(data).toEqual({ doc: "" });
  expect(files).toEqual([]);
});

test("a large file waits on disk, can be read more than once, and is gone when discarded", async () => {
  const before = await leftovers();
  const content = Buffer.alloc(300_000, "abc");
  const { files } = await parseMultipart(multipart({ headers: 'name="f"; filename="f.bin"', content }), 0);
  const [file] = files;

  expect(await leftovers()).toBe(before + 1);
  expect(file?.size).toBe(300_000);
  expect(file?.head).toEqual(content.subarray(0, 4096));
  expect(content.equals(await buffer(file?.open() ?? Readable.from([])))).toBe(true);
  expect(content.equals((await file?.bytes()) ?? Buffer.alloc(0))).toBe(true);
  await file?.discard();
  expect(await leftovers()).toBe(before);
});

test("what a process that died left behind goes before the next one takes uploads", async () => {
  const dead = path.join(tmpdir(), `isobase-upload-${2 ** 30}-x`);
  const foreign = path.join(tmpdir(), "isobase-upload-x");
  for (const file of [dead, foreign]) await writeFile(file, "left");
  await removeLeftUploads();
  const left = await readdir(tmpdir());
  await rm(foreign);

  expect([left.includes(path.basename(dead)), left.includes("isobase-upload-x")]).toEqual([false, true]);
});

test("a body over the limit leaves nothing behind", async () => {
  const before = await leftovers();
  const body = multipart({ headers: 'name="f"; filename="f.bin"', content: Buffer.alloc(400_000) });

  await expect(parseMultipart(body, 200_000)).rejects.toThrow("Request entity too large.");
  expect(await leftovers()).toBe(before);
});

test("sweeping up after a large file leaves no way to do so behind", async () => {
  const content = Buffer.alloc(9 * 1024 * 1024);
  const { files } = await parseMultipart(multipart({ headers: 'name="f"; filename="f.bin"', content }), 0);
  await files[0]?.discard();

  expect(runInNewContext("typeof gc")).toBe("undefined");
});
