import { cpus } from "node:os";
import { buffer } from "node:stream/consumers";
import type { Sharp } from "sharp";
import type { FileStore, StoredFile } from "./contract.ts";
import { Lanes } from "./lanes.ts";
import { readThumbSize, type ThumbSize, targetOf } from "./thumb-size.ts";

type SharpModule = typeof import("sharp").default;

/** The kinds of images thumbs are made of, and what the thumb is. */
const kinds: ReadonlyMap<string, "png" | "jpeg" | "gif"> = new Map([
  ["image/png", "png"],
  ["image/jpg", "jpeg"],
  ["image/jpeg", "jpeg"],
  ["image/gif", "gif"],
  ["image/webp", "png"],
]);

/** More pixels than this are not unpacked, however few bytes they came in. */
const mostPixels = 80_000_000;
/** Images with more than this are unpacked one at a time: each may take four bytes a pixel. */
const manyPixels = 12_000_000;
const mostBytes = 32 * 1024 * 1024;
const mostThumbPixels = 25_000_000;

export function canHaveThumb(contentType: string): boolean {
  return kinds.has(contentType);
}

interface Rendered {
  readonly content: Buffer;
  readonly contentType: string;
}

/** Makes thumbs: each once, a few at a time, and the rest wait or are refused. */
export class Thumbs {
  readonly #lanes: Lanes;
  readonly #largeLane: Lanes;
  readonly #underWay = new Map<string, Promise<void>>();
  #sharp: Promise<SharpModule> | undefined;

  constructor(environment: NodeJS.ProcessEnv) {
    const waitMs = numberOf(environment.PB_THUMBS_MAX_WAIT, 60) * 1000;
    const atOnce = numberOf(environment.PB_THUMBS_MAX_WORKERS, usualLanes(environment));
    this.#lanes = new Lanes({ atOnce, waitMs });
    this.#largeLane = new Lanes({ atOnce: 1, waitMs });
  }

  /** Images have come that thumbs will be asked of: what makes them takes a while to load. */
  expect(): void {
    this.#sharp ??= loadSharp();
    this.#sharp.catch(() => {}); // whoever asks for a thumb is told
  }

  /** Writes the thumb of `original` under the key `thumb`. Those who ask for it meanwhile wait for the same one. */
  create(store: FileStore, original: string, thumb: string, size: string): Promise<void> {
    const known = this.#underWay.get(thumb);
    if (known !== undefined) return known;
    const making = this.#lanes
      .run(() => this.#render(store, original, size))
      // Stored outside the lane: others may use the cores while it waits for the disk.
      .then(({ content, contentType }) => store.put(thumb, content, { contentType }))
      .finally(() => this.#underWay.delete(thumb));
    this.#underWay.set(thumb, making);
    return making;
  }

  async #render(store: FileStore, original: string, sizeText: string): Promise<Rendered> {
    const size = readThumbSize(sizeText);
    if (size === undefined) throw new Error(`"${sizeText}" is no thumb size.`);
    const about = await store.stat(original);
    const kind = kinds.get(about?.contentType ?? "");
    if (about === undefined || kind === undefined)
      throw new Error(`"${original}" is no image thumbs are made of.`);
    if (about.size > mostBytes) throw new Error(`"${original}" is too large for a thumb.`);
    this.#sharp ??= loadSharp();
    const image = (await this.#sharp)(await inputOf(store, original, about), {
      limitInputPixels: mostPixels,
      failOn: "error",
      sequentialRead: true,
    });
    const { width, height, autoOrient } = await image.metadata();
    const target = targetOf(autoOrient, size);
    // One side may follow the other: of an image 1 pixel wide and 50 000 high, 100x0 would be 5 million high.
    if (target.width * target.height > mostThumbPixels)
      throw new Error(`A thumb of ${sizeText} is too large.`);
    const render = () => resize(image, target, size).toFormat(kind).toBuffer();
    const content = width * height > manyPixels ? await this.#largeLane.run(render) : await render();
    return { content, contentType: `image/${kind}` };
  }
}

/** A file of this machine is read where it lies: megabytes of buffers would have V8 collect all of its garbage for each image. */
async function inputOf(store: FileStore, key: string, about: StoredFile): Promise<Uint8Array | string> {
  const isPlain = about.file !== undefined && !about.file.endsWith("]"); // libvips takes "[…]" for options
  if (about.content === undefined && isPlain) return about.file;
  return about.content ?? (await buffer(await store.open(key)));
}

function resize(
  image: Sharp,
  target: { readonly width: number; readonly height: number },
  size: ThumbSize,
): Sharp {
  const isCut = size.width > 0 && size.height > 0 && size.mode !== "f";
  return image.autoOrient().resize({
    ...target,
    fit: isCut ? "cover" : "fill",
    position: size.mode === "t" ? "top" : size.mode === "b" ? "bottom" : "centre",
    kernel: "linear",
  });
}

/** Loaded with the first thumb; reads nothing but the four kinds, whatever a file says it is. */
async function loadSharp(): Promise<SharpModule> {
  const { default: loaded } = await import("sharp");
  loaded.concurrency(1);
  loaded.cache(false);
  loaded.block({ operation: ["VipsForeignLoad"] });
  const loaders = ["Png", "Jpeg", "Nsgif", "Webp"].map((kind) => `VipsForeignLoad${kind}`);
  loaded.unblock({ operation: loaders.flatMap((loader) => [`${loader}Buffer`, `${loader}File`]) });
  return loaded;
}

/** Enough to keep the cores busy; of the threads of this process one is left to those who read files meanwhile. */
function usualLanes(environment: NodeJS.ProcessEnv): number {
  const threads = numberOf(environment.UV_THREADPOOL_SIZE, 4);
  return Math.max(1, Math.min(cpus().length + 1, threads - 1));
}

function numberOf(text: string | undefined, fallback: number): number {
  const number = Number(text);
  return text !== undefined && Number.isInteger(number) && number > 0 ? number : fallback;
}
