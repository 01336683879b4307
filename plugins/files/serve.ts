import { randomBytes } from "node:crypto";
import { Readable } from "node:stream";
import type { RequestEvent } from "#kernel";
import type { FileStore, StoredFile } from "./contract.ts";
import { MissingFile } from "./errors.ts";
import { type ByteRange, readRange } from "./ranges.ts";

const policy = "default-src 'none'; media-src 'self'; style-src 'unsafe-inline'; sandbox";
const caching = "max-age=2592000, stale-while-revalidate=86400";

/** Types a browser may show in place; everything else is offered as a download. */
const inline = new Set(
  `image/png image/jpg image/jpeg image/gif image/webp image/x-icon image/bmp
  video/webm video/mp4 video/3gpp video/quicktime video/x-ms-wmv
  audio/basic audio/aiff audio/mpeg audio/midi audio/mp3 audio/wave audio/wav audio/x-wav audio/x-mpeg audio/x-m4a audio/aac
  application/pdf application/x-pdf`.split(/\s+/),
);

const openXml = "application/vnd.openxmlformats-officedocument";
/** Where the name decides, since these cannot be told by content. */
const typesByExtension: Readonly<Record<string, string>> = {
  ".svg": "image/svg+xml",
  ".css": "text/css",
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".docx": `${openXml}.wordprocessingml.document`,
  ".xlsx": `${openXml}.spreadsheetml.sheet`,
  ".pptx": `${openXml}.presentationml.presentation`,
};

/** Answers with a stored file as `name`: whole, in part, or not at all if the client has it already. */
export async function serveFile(e: RequestEvent, store: FileStore, key: string, name: string): Promise<void> {
  const file = await store.stat(key);
  if (file === undefined) throw new MissingFile(key);
  const contentType = typesByExtension[extensionOf(name)] ?? file.contentType;
  const { response } = e;
  response.removeHeader("X-Frame-Options");
  e.setHeader("Content-Disposition", `${dispositionOf(e, contentType)}; filename=${name}`);
  setDefault(e, "Content-Security-Policy", policy);
  setDefault(e, "Cache-Control", caching);
  e.setHeader("Last-Modified", file.modified.toUTCString());
  const precondition = check(e, file);
  if (precondition === 304) {
    e.noContent(304);
    return;
  }
  e.setHeader("Content-Type", contentType);
  if (precondition === 412) {
    e.noContent(412);
    return;
  }
  await sendContent(e, { store, key, file, contentType });
}

interface Served {
  readonly store: FileStore;
  readonly key: string;
  readonly file: StoredFile;
  readonly contentType: string;
}

async function sendContent(e: RequestEvent, served: Served): Promise<void> {
  const { size } = served.file;
  const asked = isRangeFresh(e, served.file) ? readRange(e.header("range"), size) : undefined;
  if (asked?.kind === "none") {
    refuseRange(e, size, asked.isBeyond);
    return;
  }
  e.setHeader("Accept-Ranges", "bytes");
  if (asked?.kind !== "parts") {
    await sendPart(e, 200, served, { start: 0, end: size - 1 });
    return;
  }
  const [only, ...others] = asked.parts;
  if (only !== undefined && others.length === 0) {
    e.setHeader("Content-Range", contentRange(only, size));
    await sendPart(e, 206, served, only);
    return;
  }
  sendParts(e, served, asked.parts);
}

async function sendPart(e: RequestEvent, status: number, served: Served, part: ByteRange): Promise<void> {
  const { store, key, file, contentType } = served;
  const length = part.end - part.start + 1;
  e.setHeader("Content-Length", length);
  if (e.method === "HEAD" || length === 0) e.noContent(status);
  else if (file.content !== undefined) e.send(status, contentType, slice(file.content, part));
  else e.stream(status, contentType, await store.open(key, part));
}

function sendParts(e: RequestEvent, served: Served, parts: readonly ByteRange[]): void {
  const { store, key, file, contentType } = served;
  const boundary = randomBytes(30).toString("hex");
  const heads = parts.map(
    (part, index) =>
      `${index === 0 ? "" : "\r\n"}--${boundary}\r\nContent-Range: ${contentRange(part, file.size)}\r\nContent-Type: ${contentType}\r\n\r\n`,
  );
  const tail = `\r\n--${boundary}--\r\n`;
  const lengths = parts.map(({ start, end }, index) => (heads[index] as string).length + end - start + 1);
  e.setHeader(
    "Content-Length",
    lengths.reduce((sum, length) => sum + length, tail.length),
  );
  async function* body() {
    for (const [index, part] of parts.entries()) {
      yield Buffer.from(heads[index] as string);
      yield* (await store.open(key, part)) as AsyncIterable<Buffer>;
    }
    yield Buffer.from(tail);
  }
  e.stream(206, `multipart/byteranges; boundary=${boundary}`, Readable.from(body()));
}

function refuseRange(e: RequestEvent, size: number, isBeyond: boolean): void {
  e.response.removeHeader("Cache-Control");
  e.response.removeHeader("Last-Modified");
  if (isBeyond) e.setHeader("Content-Range", `bytes */${size}`);
  e.setHeader("Content-Type", "text/plain; charset=utf-8");
  e.text(416, isBeyond ? "invalid range: failed to overlap\n" : "invalid range\n");
}

/** Conditions of the request, in the order of RFC 9110; files have a date and no tag. */
function check(e: RequestEvent, { modified }: StoredFile): 200 | 304 | 412 {
  const match = e.header("if-match");
  const seconds = Math.floor(modified.getTime() / 1000);
  if (match !== "" && match.trim() !== "*") return 412;
  if (match === "" && seconds > secondsOf(e.header("if-unmodified-since"), Number.POSITIVE_INFINITY))
    return 412;
  const noneMatch = e.header("if-none-match");
  if (noneMatch !== "") return noneMatch.trim() === "*" ? 304 : 200;
  return seconds <= secondsOf(e.header("if-modified-since"), Number.NEGATIVE_INFINITY) ? 304 : 200;
}

/** A range of a file that changed since the client got the rest is of no use to it. */
function isRangeFresh(e: RequestEvent, { modified }: StoredFile): boolean {
  const condition = e.header("if-range");
  return condition === "" || secondsOf(condition, Number.NaN) === Math.floor(modified.getTime() / 1000);
}

function secondsOf(date: string, otherwise: number): number {
  const time = date === "" ? Number.NaN : Date.parse(date);
  return Number.isNaN(time) ? otherwise : Math.floor(time / 1000);
}

function dispositionOf(e: RequestEvent, contentType: string): "inline" | "attachment" {
  const isDownload = ["1", "t", "T", "true", "TRUE", "True"].includes(e.query.get("download") ?? "");
  return !isDownload && inline.has(contentType) ? "inline" : "attachment";
}

function contentRange({ start, end }: ByteRange, size: number): string {
  return `bytes ${start}-${end}/${size}`;
}

function slice(content: Uint8Array, { start, end }: ByteRange): Uint8Array {
  return start === 0 && end === content.length - 1 ? content : content.subarray(start, end + 1);
}

function extensionOf(name: string): string {
  return /\.[^.]*$/.exec(name)?.[0] ?? "";
}

function setDefault(e: RequestEvent, header: string, value: string): void {
  if (!e.response.hasHeader(header)) e.setHeader(header, value);
}
