import { Readable } from "node:stream";
import type { UploadedFile } from "#kernel";
import { NewFile } from "../collections/model/fields/file.ts";
import type { FileOnDisk, UploadSource } from "./contract.ts";
import { headSize, sniff } from "./mime.ts";
import { storedName } from "./names.ts";

/** Makes an uploaded file the value of a file field: named, and typed by its content. */
export function adoptUpload(file: UploadedFile): Promise<NewFile> {
  return newFile(file.originalName, file.head, file);
}

/** The same for content that comes from elsewhere, such as a script. */
export async function pendingFile(
  originalName: string,
  content: Uint8Array | UploadSource,
): Promise<NewFile> {
  if (!(content instanceof Uint8Array)) return await newFile(originalName, await headOf(content), content);
  const bytes = Buffer.from(content);
  return await newFile(originalName, bytes, { size: bytes.length, open: () => Readable.from([bytes]) });
}

/** The content of a new file, to be stored. */
export function contentOf({ source }: NewFile): Readable | FileOnDisk {
  const { file, open } = source as UploadSource; // newFile() put it there
  return file === undefined ? open() : { file };
}

async function newFile(originalName: string, head: Uint8Array, source: UploadSource): Promise<NewFile> {
  const { type, extension } = await sniff(head.subarray(0, headSize));
  const { size, file } = source;
  return new NewFile({
    name: storedName(originalName, extension),
    originalName,
    size,
    mimeType: type,
    source: { size, open: () => source.open(), ...(file !== undefined && { file }) } satisfies UploadSource,
  });
}

async function headOf(source: UploadSource): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of source.open() as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    size += chunk.length;
    if (size >= headSize) break; // leaving the loop closes the stream
  }
  return Buffer.concat(chunks);
}
