import { open } from "node:fs/promises";
import { Readable } from "node:stream";
import type { FileOnDisk } from "./contract.ts";

/**
 * Content in parts of so many bytes, the last one of what is left; none if there is nothing. All of them lie in the same
 * memory: a part is valid until the next one is asked for.
 */
export function partsOf(
  content: Readable | Uint8Array | FileOnDisk,
  size: number,
): AsyncGenerator<Buffer, undefined> {
  if (content instanceof Readable) return partsOfStream(content, size);
  return "file" in content ? partsOfFile(content.file, size) : partsOfBytes(content, size);
}

async function* partsOfFile(path: string, size: number): AsyncGenerator<Buffer, undefined> {
  const file = await open(path);
  try {
    const part = Buffer.allocUnsafeSlow(Math.min(size, (await file.stat()).size));
    for (;;) {
      const { bytesRead } = await file.read(part, 0, part.length);
      if (bytesRead === 0) return;
      yield part.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}

async function* partsOfStream(content: Readable, size: number): AsyncGenerator<Buffer, undefined> {
  let part: Buffer = Buffer.alloc(0);
  let filled = 0;
  for await (const chunk of content as AsyncIterable<Buffer>) {
    for (let taken = 0; taken < chunk.length; ) {
      if (filled === part.length) part = grown(part, Math.min(size, Math.max(chunk.length, filled * 2)));
      const copied = chunk.copy(part, filled, taken);
      filled += copied;
      taken += copied;
      if (filled < size) continue;
      yield part;
      filled = 0;
    }
  }
  if (filled > 0) yield part.subarray(0, filled);
}

/** Most content is small, and shall not take the memory of a part. */
function grown(part: Buffer, size: number): Buffer {
  const larger = Buffer.allocUnsafeSlow(size);
  part.copy(larger);
  return larger;
}

async function* partsOfBytes(content: Uint8Array, size: number): AsyncGenerator<Buffer, undefined> {
  const whole = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  for (let start = 0; start < whole.length; start += size) yield whole.subarray(start, start + size);
}
