import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, expect, test } from "vitest";
import { LocalStore } from "../../../plugins/files/local.ts";

let dir: string;
let store: LocalStore;

beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), "store-"));
  store = new LocalStore(path.join(dir, "storage"), { unfinished: path.join(dir, "unfinished") });
});

afterEach(() => rm(dir, { recursive: true }));

test("a file is kept with its attributes beside it, as the reference writes them", async () => {
  await store.put("col/rec/a.txt", Buffer.from("hello"), { originalName: "A.txt" });

  expect(await readFile(path.join(dir, "storage/col/rec/a.txt.attrs"), "utf8")).toBe(
    '{"user.cache_control":"","user.content_disposition":"","user.content_encoding":"","user.content_language":"",' +
      '"user.content_type":"text/plain; charset=utf-8","user.metadata":{"original-filename":"A.txt"},"md5":"XUFAKrxLKna5cZ2REBfFkg=="}\n',
  );
  expect(await store.stat("col/rec/a.txt")).toMatchObject({
    size: 5,
    contentType: "text/plain; charset=utf-8",
    originalName: "A.txt",
    md5: "XUFAKrxLKna5cZ2REBfFkg==",
  });
});

test("a file without attributes is served as bytes", async () => {
  await store.put("col/rec/a.txt", Buffer.from("hello"));
  await rm(path.join(dir, "storage/col/rec/a.txt.attrs"));

  expect(await store.stat("col/rec/a.txt")).toMatchObject({
    size: 5,
    contentType: "application/octet-stream",
  });
});

test("parts of a file can be read", async () => {
  await store.put("col/rec/a.txt", Readable.from([Buffer.from("hel"), Buffer.from("lo")]));

  expect(await text(await store.open("col/rec/a.txt", { start: 1, end: 3 }))).toBe("ell");
});

test("what cannot be finished leaves nothing", async () => {
  async function* broken() {
    yield Buffer.from("half");
    throw new Error("line cut");
  }

  await expect(store.put("col/rec/a.txt", Readable.from(broken()))).rejects.toThrow("line cut");
  expect(await store.stat("col/rec/a.txt")).toBeUndefined();
  expect(await readdir(path.join(dir, "unfinished"))).toEqual([]);
  expect(await readdir(path.join(dir, "storage/col")).catch(() => [])).toEqual([]);
});

test("a file asked for again comes from memory, until it changes on disk", async () => {
  await store.put("col/rec/a.txt", Buffer.from("hello"));
  const looks = [await store.stat("col/rec/a.txt"), await store.stat("col/rec/a.txt")];
  const file = path.join(dir, "storage/col/rec/a.txt");
  await writeFile(file, "later");
  await utimes(file, new Date(), new Date(Date.now() + 5000));
  const later = [await store.stat("col/rec/a.txt"), await store.stat("col/rec/a.txt")];

  expect(looks.map((look) => look?.content?.toString())).toEqual([undefined, "hello"]);
  expect(later.at(-1)?.content?.toString()).toBe("later");
});

test("deleting the last file of a folder removes the folder", async () => {
  await store.put("col/rec/a.txt", Buffer.from("a"));
  await store.put("col/rec/b.txt", Buffer.from("b"));
  await store.delete("col/rec/a.txt");
  const left = await store.list("col");
  await store.delete("col/rec/b.txt");

  expect(left.map(({ key, size }) => [key, size])).toEqual([["col/rec/b.txt", 1]]);
  expect(await readdir(path.join(dir, "storage/col"))).toEqual([]);
  expect(await store.list("col")).toEqual([]);
});

test("no key leads out of the folder", async () => {
  await expect(store.put("../out.txt", Buffer.from("x"))).rejects.toThrow("leads out of its folder");
  await expect(store.deletePrefix("")).rejects.toThrow("leads out of its folder");
  await expect(store.stat("col/../../x")).rejects.toThrow("leads out of its folder");
});
