import { createReadStream, createWriteStream } from "node:fs";
import { readFile, rm } from "node:fs/promises";
import type { IncomingMessage } from "node:http";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import busboy from "busboy";
import { BadRequest, TooLarge } from "../errors.ts";
import { uploadFile } from "./upload-files.ts";
import { notePassing } from "./young-garbage.ts";

/** A file that came with a request, kept in memory while small and in a temporary file otherwise. */
export interface UploadedFile {
  /** The form key it came under. */
  readonly key: string;
  /** As the client named it. */
  readonly originalName: string;
  readonly contentType: string;
  /** Bytes. */
  readonly size: number;
  /** The first few thousand bytes, or all; enough to tell what it is. */
  readonly head: Uint8Array;
  /** Where it lies while the request lasts, if it is on disk. */
  readonly file?: string;
  open(): Readable;
  bytes(): Promise<Buffer>;
  /** Deletes the temporary file, if there is one. */
  discard(): Promise<void>;
}

export interface RequestBody {
  /** Values by key. */
  readonly data: Record<string, unknown>;
  readonly files: readonly UploadedFile[];
}

/** Files larger than this many bytes go to disk. */
const keptInMemory = 64 * 1024;
const headSize = 4096;

/** The bytes of a body, `limit` of them at most; 0 means any number. */
export function readBytes(request: IncomingMessage, limit: number): Promise<Buffer> {
  // Node itself sees to it that no more comes than was announced.
  const length = Number(request.headers["content-length"] ?? Number.NaN);
  const isFitting = limit === 0 || length <= limit;
  const isUnread = !request.destroyed && !request.readableEnded;
  return length >= 0 && isFitting && isUnread ? readAnnounced(request) : readWithin(request, limit);
}

/** Reads by listening: iterating a stream costs a multiple of it. */
function readAnnounced(request: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => resolve(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks)));
    request.on("error", reject);
    request.on("close", () => reject(new Error("The request ended before its body."))); // no news after its end
  });
}

async function readWithin(request: IncomingMessage, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (limit > 0 && size > limit) throw new TooLarge();
    chunks.push(chunk);
  }
  return chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks, size);
}

/** JSON text to the object it should hold; null is an empty one. What follows the object is not looked at. */
export function parseJsonObject(text: string): Record<string, unknown> {
  const value = parseFirstValue(text);
  if (value === null) return {};
  if (typeof value !== "object" || Array.isArray(value)) throw new BadRequest();
  return value as Record<string, unknown>;
}

function parseFirstValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const object = firstObject(text);
    if (object === undefined) throw new BadRequest({}, { cause });
    return parseFirstValue(object);
  }
}

/** The object a text begins with, if more follows. */
function firstObject(text: string): string | undefined {
  const tokens = /"(?:[^"\\]|\\.)*"|[{}]/gs;
  if (!/^\s*\{/.test(text)) return undefined;
  let depth = 0;
  for (const { 0: token, index } of text.matchAll(tokens)) {
    if (token === "{") depth++;
    if (token === "}" && --depth === 0) {
      const end = index + 1;
      return text.slice(end).trim() === "" ? undefined : text.slice(0, end);
    }
  }
  return undefined;
}

export function parseUrlEncoded(text: string): Record<string, unknown> {
  if (/%(?![\da-f]{2})|;/i.test(text)) throw new BadRequest();
  const values = new FormValues();
  for (const [key, value] of new URLSearchParams(text)) values.add(key, value);
  return values.finish();
}

/** Reads a multipart body; files stream past and are never held whole in memory. */
export async function parseMultipart(request: IncomingMessage, limit: number): Promise<RequestBody> {
  const values = new FormValues();
  const files: Promise<UploadedFile>[] = [];
  let parser: busboy.Busboy;
  try {
    parser = busboy({
      headers: request.headers,
      preservePath: true,
      defParamCharset: "utf8",
      limits: { fieldSize: Number.POSITIVE_INFINITY }, // the body as a whole is limited
    });
  } catch (cause) {
    throw new BadRequest({}, { cause });
  }
  parser.on("field", (key, value) => values.add(key, value));
  const unnamed: Promise<void>[] = [];
  parser.on("file", (key, stream, info) => {
    // What a form sends for a file input nobody chose a file for.
    if (!info.filename) unnamed.push(readText(stream).then((text) => values.add(key, text)));
    else files.push(keep(key, stream, info));
  });
  try {
    await pipeline(request, limiter(limit), parser);
    await Promise.all(unnamed);
    return { data: values.finish(), files: await Promise.all(files) };
  } catch (cause) {
    await Promise.allSettled(unnamed);
    const kept = await Promise.allSettled(files);
    for (const file of kept) if (file.status === "fulfilled") await file.value.discard();
    throw cause instanceof TooLarge ? cause : new BadRequest({}, { cause });
  }
}

function limiter(limit: number): Transform {
  let size = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.length;
      if (limit > 0 && size > limit) done(new TooLarge());
      else done(null, chunk);
    },
  });
}

async function keep(key: string, stream: Readable, info: busboy.FileInfo): Promise<UploadedFile> {
  const originalName = info.filename?.split("/").at(-1) ?? "";
  const about = { key, originalName, contentType: info.mimeType };
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    size += chunk.length;
    chunks.push(chunk);
    if (size > keptInMemory) return { ...about, ...(await spill(chunks, stream)) };
  }
  return { ...about, ...inMemory(Buffer.concat(chunks, size)) };
}

async function readText(stream: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}

type Content = Pick<UploadedFile, "size" | "head" | "file" | "open" | "bytes" | "discard">;

function inMemory(content: Buffer): Content {
  return {
    size: content.length,
    head: content.subarray(0, headSize),
    open: () => Readable.from([content]),
    bytes: async () => content,
    discard: async () => {},
  };
}

async function spill(head: readonly Buffer[], rest: Readable): Promise<Content> {
  const file = uploadFile();
  const target = createWriteStream(file, { mode: 0o600 });
  try {
    await pipeline(async function* () {
      yield* head;
      for await (const chunk of rest as AsyncIterable<Buffer>) {
        yield chunk;
        notePassing(chunk.length);
      }
    }, target);
  } catch (error) {
    await rm(file, { force: true });
    throw error;
  }
  return {
    size: target.bytesWritten,
    head: Buffer.concat(head, headSize),
    file,
    open: () => createReadStream(file),
    bytes: () => readFile(file),
    discard: () => rm(file, { force: true }),
  };
}

/** Collects form values: one value as it is, several under a key as a list, JSON under `@jsonPayload` merged over all. */
class FormValues {
  readonly #values = new Map<string, unknown[]>();
  readonly #payloads: string[] = [];

  add(key: string, value: string): void {
    if (key === "@jsonPayload") {
      this.#payloads.push(value);
      return;
    }
    const known = this.#values.get(key);
    if (known === undefined) this.#values.set(key, [infer(value)]);
    else known.push(infer(value));
  }

  finish(): Record<string, unknown> {
    const data: Record<string, unknown> = {};
    for (const [key, values] of this.#values) data[key] = values.length === 1 ? values[0] : values;
    for (const payload of this.#payloads) Object.assign(data, parseJsonObject(payload));
    return data;
  }
}

/** `true` and `false` become booleans, and numbers become numbers when writing them again gives the same text. */
function infer(value: string): unknown {
  if (value === "true") return true;
  if (value === "false") return false;
  if (!/^[-\d][-.\d]*$/.test(value)) return value;
  const number = Number(value);
  return Number.isFinite(number) && String(number) === value ? number : value;
}
