import { createReadStream } from "node:fs";
import { NotFound, type RequestEvent, sendContent } from "#kernel";
import { typeOfContent, typeOfName } from "./content-types.ts";
import { FileCache, type FileState } from "./file-cache.ts";
import { type Found, findPublic } from "./find.ts";

export interface PublicFolder {
  readonly root: string;
  /** What a missing path gives: the folder's own index.html, for pages that route themselves, or nothing. */
  readonly missing: "index" | "not-found";
}

/** Answers with the file a path leads to. */
export function publicFiles(folder: PublicFolder): (e: RequestEvent) => Promise<void> {
  const cache = new FileCache();

  return async (e) => {
    const found = find(folder, e.params.path ?? "");
    if (found.kind === "missing") throw fileNotFound();
    if (found.kind === "redirect") e.redirect(301, found.location);
    else await sendFile(e, found.file, cache);
  };
}

function find(folder: PublicFolder, asked: string): Found {
  const found = findPublic(folder.root, asked);
  return found.kind === "missing" && folder.missing === "index" ? findPublic(folder.root, "") : found;
}

function fileNotFound(): Error {
  const error = new NotFound();
  error.message = "File not found.";
  return error;
}

async function sendFile(e: RequestEvent, file: FileState, cache: FileCache): Promise<void> {
  const bytes = await cache.read(file);
  await sendContent(e, {
    type: typeOfName(file.path) ?? typeOfContent(bytes?.subarray(0, 512) ?? (await headOf(file))),
    size: file.size,
    modified: new Date(file.modifiedMs),
    bytes,
    open: (range) => createReadStream(file.path, { ...range, highWaterMark: 256 * 1024 }),
  });
}

async function headOf(file: FileState): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  for await (const chunk of createReadStream(file.path, { end: 511 })) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
