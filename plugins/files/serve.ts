import { type RequestEvent, sendContent } from "#kernel";
import type { FileStore } from "./contract.ts";
import { MissingFile } from "./errors.ts";

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

/** Answers with a stored file as `name`. */
export async function serveFile(e: RequestEvent, store: FileStore, key: string, name: string): Promise<void> {
  const file = await store.stat(key);
  if (file === undefined) throw new MissingFile(key);
  const type = typesByExtension[extensionOf(name)] ?? file.contentType;
  e.setHeader("Content-Disposition", `${dispositionOf(e, type)}; filename=${name}`);
  setDefault(e, "Content-Security-Policy", policy);
  setDefault(e, "Cache-Control", caching);
  const { size, modified, content: bytes } = file;
  await sendContent(e, { type, size, modified, bytes, open: (range) => store.open(key, range) });
}

function dispositionOf(e: RequestEvent, contentType: string): "inline" | "attachment" {
  const isDownload = ["1", "t", "T", "true", "TRUE", "True"].includes(e.query.get("download") ?? "");
  return !isDownload && inline.has(contentType) ? "inline" : "attachment";
}

function extensionOf(name: string): string {
  return /\.[^.]*$/.exec(name)?.[0] ?? "";
}

function setDefault(e: RequestEvent, header: string, value: string): void {
  if (!e.response.hasHeader(header)) e.setHeader(header, value);
}
