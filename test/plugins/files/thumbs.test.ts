import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import sharp from "sharp";
import { afterEach, beforeEach, expect, test } from "vitest";
import { LocalStore } from "../../../plugins/files/local.ts";
import { Thumbs } from "../../../plugins/files/thumbs.ts";

let dir: string;
let store: LocalStore;
let thumbs: Thumbs;

beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), "thumbs-"));
  store = new LocalStore(dir);
  thumbs = new Thumbs({});
});

afterEach(() => rm(dir, { recursive: true }));

function image(width: number, height: number) {
  return sharp({ create: { width, height, channels: 3, background: "#3366cc" } });
}

async function thumbOf(content: Buffer, size: string) {
  await store.put("r/i", content);
  await thumbs.create(store, "r/i", `r/t/${size}`, size);
  const about = await store.stat(`r/t/${size}`);
  const { width, height, format } = await sharp(await readFile(path.join(dir, "r/t", size))).metadata();
  return { width, height, format, contentType: about?.contentType };
}

test.each([
  ["100x50", 100, 50],
  ["100x50t", 100, 50],
  ["100x50b", 100, 50],
  ["100x50f", 66, 50],
  ["80x0", 80, 60],
  ["0x40", 53, 40],
  ["300x300f", 120, 90],
  ["200x200", 200, 200],
])("%s of 120 by 90 is %i by %i", async (size, width, height) => {
  const png = await image(120, 90).png().toBuffer();

  expect(await thumbOf(png, size)).toMatchObject({ width, height });
});

test.each([
  ["jpeg", "jpeg"],
  ["png", "png"],
  ["gif", "gif"],
  ["webp", "png"],
] as const)("a thumb of a %s is a %s", async (from, format) => {
  const content = await image(60, 60).toFormat(from).toBuffer();

  expect(await thumbOf(content, "20x20")).toMatchObject({ format, contentType: `image/${format}` });
});

test("the turn a camera noted is applied", async () => {
  const content = await image(120, 90).withMetadata({ orientation: 6 }).jpeg().toBuffer();

  expect(await thumbOf(content, "0x60")).toMatchObject({ width: 45, height: 60 });
});

test("many who ask at once share one", async () => {
  await store.put("r/i", await image(60, 60).png().toBuffer());
  const first = thumbs.create(store, "r/i", "r/t", "10x10");

  expect(thumbs.create(store, "r/i", "r/t", "10x10")).toBe(first);
  await first;
});

test("an image of too many pixels is not unpacked", async () => {
  const bomb = await image(10_000, 9_000).png().toBuffer();

  await expect(thumbOf(bomb, "100x100")).rejects.toThrow(/pixel limit/);
});

test("a thin image does not grow without end", async () => {
  const thin = await image(1, 16_000).png().toBuffer();

  await expect(thumbOf(thin, "100x0")).rejects.toThrow("A thumb of 100x0 is too large.");
});

test("what calls itself an image is read as nothing but the four kinds", async () => {
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"></svg>');
  await store.put("r/i", svg, { contentType: "image/png" });

  await expect(thumbs.create(store, "r/i", "r/t", "10x10")).rejects.toThrow(
    /unsupported image format|blocked/i,
  );
});

test("a file in a folder with a peculiar name is read as well", async () => {
  const png = await image(60, 60).png().toBuffer();
  for (const key of ["r[a=1]/i", "r/i[page=9]"]) {
    await store.put(key, png);
    await thumbs.create(store, key, "r/t/10x10", "10x10");

    expect((await sharp(await readFile(path.join(dir, "r/t/10x10"))).metadata()).width).toBe(10);
  }
});

test("a half image makes no thumb", async () => {
  const jpeg = await sharp({
    create: {
      width: 400,
      height: 400,
      channels: 3,
      background: "#fff",
      noise: { type: "gaussian", mean: 128, sigma: 30 },
    },
  })
    .jpeg()
    .toBuffer();

  await expect(thumbOf(jpeg.subarray(0, jpeg.length / 2), "100x100")).rejects.toThrow();
});
