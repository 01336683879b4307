import { createReadStream } from "node:fs";
import { type ByteRange, NotFound, type RequestEvent, readRange } from "#kernel";
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
  e.setHeader("Last-Modified", new Date(file.modifiedMs).toUTCString());
  if (isFresh(e, file)) {
    e.noContent(304);
    return;
  }
  const range = readRange(appliesTo(e, file) ? e.header("range") : "", file.size);
  if (range === "malformed" || range === "beyond") refuseRange(e, file, range);
  else await sendContent(e, file, range, cache);
}

async function sendContent(
  e: RequestEvent,
  file: FileState,
  range: ByteRange | "whole",
  cache: FileCache,
): Promise<void> {
  const status = range === "whole" ? 200 : 206;
  const { start, end } = range === "whole" ? { start: 0, end: file.size - 1 } : range;
  e.setHeader("Accept-Ranges", "bytes");
  if (range !== "whole") e.setHeader("Content-Range", `bytes ${start}-${end}/${file.size}`);
  const content = await cache.read(file);
  const type = typeOfName(file.path) ?? typeOfContent(content?.subarray(0, 512) ?? (await headOf(file)));
  if (content !== undefined) {
    e.send(status, type, range === "whole" ? content : content.subarray(start, end + 1));
    return;
  }
  e.setHeader("Content-Length", end - start + 1);
  e.stream(status, type, createReadStream(file.path, { start, end, highWaterMark: 256 * 1024 }));
}

async function headOf(file: FileState): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  for await (const chunk of createReadStream(file.path, { end: 511 })) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function refuseRange(e: RequestEvent, file: FileState, why: "malformed" | "beyond"): void {
  if (why === "beyond") e.setHeader("Content-Range", `bytes */${file.size}`);
  e.text(416, why === "beyond" ? "invalid range: failed to overlap\n" : "invalid range\n");
}

// Dates of HTTP have no fractions of a second.
function isFresh(e: RequestEvent, file: FileState): boolean {
  const since = Date.parse(e.header("if-modified-since"));
  return Number.isFinite(since) && Math.floor(file.modifiedMs / 1000) * 1000 <= since;
}

function appliesTo(e: RequestEvent, file: FileState): boolean {
  const known = e.header("if-range");
  return known === "" || Date.parse(known) === Math.floor(file.modifiedMs / 1000) * 1000;
}
