import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { copyFile, open } from "node:fs/promises";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { FileOnDisk } from "./contract.ts";
import { headSize } from "./mime.ts";

/** What was seen of content while it was written. */
export interface Written {
  /** Base64. */
  readonly md5: string;
  /** The first bytes. */
  readonly head: Buffer;
}

const chunkSize = 256 * 1024;

/** Writes content to a file; whatever its size, little of it is in memory at a time. */
export function write(file: string, content: Readable | Uint8Array | FileOnDisk): Promise<Written> {
  if (content instanceof Readable) return writeStream(file, content);
  return "file" in content
    ? copy(content.file, file)
    : writeStream(file, Readable.from([Buffer.from(content)]));
}

async function writeStream(file: string, source: Readable): Promise<Written> {
  const hash = createHash("md5");
  const head: Buffer[] = [];
  let seen = 0;
  const note = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      if (seen < headSize) head.push(chunk);
      seen += chunk.length;
      done(null, chunk);
    },
  });
  await pipeline(source, note, createWriteStream(file));
  return { md5: hash.digest("base64"), head: Buffer.concat(head).subarray(0, headSize) };
}

/** The system copies by itself; the content is only read past, through one buffer. */
async function copy(from: string, to: string): Promise<Written> {
  await copyFile(from, to);
  const hash = createHash("md5");
  const buffer = Buffer.allocUnsafe(chunkSize);
  let head: Buffer | undefined;
  const source = await open(from);
  try {
    for (;;) {
      const { bytesRead } = await source.read(buffer, 0, chunkSize);
      if (bytesRead === 0) break;
      hash.update(buffer.subarray(0, bytesRead));
      head ??= Buffer.from(buffer.subarray(0, Math.min(bytesRead, headSize)));
    }
  } finally {
    await source.close();
  }
  return { md5: hash.digest("base64"), head: head ?? Buffer.alloc(0) };
}
