import { randomBytes } from "node:crypto";
import { Readable } from "node:stream";
import { type ByteRange, readRange } from "./range.ts";
import type { RequestEvent } from "./request.ts";

/** Something with a size and a date that a request may want a part of. */
export interface Content {
  readonly type: string;
  /** Bytes. */
  readonly size: number;
  readonly modified: Date;
  /** All of it, where it is in memory. */
  readonly bytes?: Uint8Array | undefined;
  open(range: ByteRange): Readable | Promise<Readable>;
}

/** Answers with content: whole, in part, or not at all if the client has it already. */
export async function sendContent(e: RequestEvent, content: Content): Promise<void> {
  e.setHeader("Last-Modified", content.modified.toUTCString());
  const precondition = check(e, content);
  if (precondition === 304) {
    e.noContent(304);
    return;
  }
  e.setHeader("Content-Type", content.type);
  if (precondition === 412) {
    e.noContent(412);
    return;
  }
  const asked = isRangeFresh(e, content) ? readRange(e.header("range"), content.size) : undefined;
  if (asked?.kind === "none") {
    refuseRange(e, content, asked.isBeyond);
    return;
  }
  e.setHeader("Accept-Ranges", "bytes");
  if (asked?.kind !== "parts") {
    await sendPart(e, 200, content, { start: 0, end: content.size - 1 });
    return;
  }
  const [only, ...others] = asked.parts;
  if (only !== undefined && others.length === 0) {
    e.setHeader("Content-Range", contentRange(only, content));
    await sendPart(e, 206, content, only);
    return;
  }
  sendParts(e, content, asked.parts);
}

async function sendPart(e: RequestEvent, status: number, content: Content, part: ByteRange): Promise<void> {
  const length = part.end - part.start + 1;
  e.setHeader("Content-Length", length);
  if (e.method === "HEAD" || length === 0) e.noContent(status);
  else if (content.bytes !== undefined) e.send(status, content.type, slice(content.bytes, part));
  else e.stream(status, content.type, await content.open(part));
}

function sendParts(e: RequestEvent, content: Content, parts: readonly ByteRange[]): void {
  const boundary = randomBytes(30).toString("hex");
  const heads = parts.map(
    (part, index) =>
      `${index === 0 ? "" : "\r\n"}--${boundary}\r\nContent-Range: ${contentRange(part, content)}\r\nContent-Type: ${content.type}\r\n\r\n`,
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
      yield* (await content.open(part)) as AsyncIterable<Buffer>;
    }
    yield Buffer.from(tail);
  }
  e.stream(206, `multipart/byteranges; boundary=${boundary}`, Readable.from(body()));
}

function refuseRange(e: RequestEvent, { size }: Content, isBeyond: boolean): void {
  e.response.removeHeader("Cache-Control");
  e.response.removeHeader("Last-Modified");
  if (isBeyond) e.setHeader("Content-Range", `bytes */${size}`);
  e.setHeader("Content-Type", "text/plain; charset=utf-8");
  e.text(416, isBeyond ? "invalid range: failed to overlap\n" : "invalid range\n");
}

/** Conditions of the request, in the order of RFC 9110; content has a date and no tag. */
function check(e: RequestEvent, { modified }: Content): 200 | 304 | 412 {
  const match = e.header("if-match");
  const seconds = Math.floor(modified.getTime() / 1000);
  if (match !== "" && match.trim() !== "*") return 412;
  if (match === "" && seconds > secondsOf(e.header("if-unmodified-since"), Number.POSITIVE_INFINITY))
    return 412;
  const noneMatch = e.header("if-none-match");
  if (noneMatch !== "") return noneMatch.trim() === "*" ? 304 : 200;
  return seconds <= secondsOf(e.header("if-modified-since"), Number.NEGATIVE_INFINITY) ? 304 : 200;
}

/** A range of content that changed since the client got the rest is of no use to it. */
function isRangeFresh(e: RequestEvent, { modified }: Content): boolean {
  const condition = e.header("if-range");
  return condition === "" || secondsOf(condition, Number.NaN) === Math.floor(modified.getTime() / 1000);
}

function secondsOf(date: string, otherwise: number): number {
  const time = date === "" ? Number.NaN : Date.parse(date);
  return Number.isNaN(time) ? otherwise : Math.floor(time / 1000);
}

function contentRange({ start, end }: ByteRange, { size }: Content): string {
  return `bytes ${start}-${end}/${size}`;
}

function slice(bytes: Uint8Array, { start, end }: ByteRange): Uint8Array {
  return start === 0 && end === bytes.length - 1 ? bytes : bytes.subarray(start, end + 1);
}
