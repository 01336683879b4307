/** What a file is, as its content says. */
export interface MimeType {
  readonly type: string;
  /** With its dot; "" if there is no usual one. */
  readonly extension: string;
}

/** How much of a file is looked at. */
export const headSize = 3072;

const binary: MimeType = { type: "application/octet-stream", extension: "" };

/** Tells the type of a file from its first bytes, never from its name. */
export async function sniff(head: Uint8Array): Promise<MimeType> {
  if (head.length === 0) return { type: "text/plain", extension: ".txt" };
  return bySignature(head) ?? asText(head) ?? (await byLibrary(head)) ?? binary;
}

interface Signature extends MimeType {
  readonly at: number;
  /** Latin-1 text; `?` stands for any byte. */
  readonly bytes: string;
}

const signatures: readonly Signature[] = [
  sign("\x89PNG\r\n\x1a\n", "image/png", ".png"),
  sign("\xff\xd8\xff", "image/jpeg", ".jpg"),
  sign("GIF87a", "image/gif", ".gif"),
  sign("GIF89a", "image/gif", ".gif"),
  sign("RIFF????WEBP", "image/webp", ".webp"),
  sign("RIFF????WAVE", "audio/wav", ".wav"),
  sign("RIFF????AVI LIST????hdrl", "video/x-msvideo", ".avi"),
  sign("BM????????????\x28\0\0\0", "image/bmp", ".bmp"),
  sign("\0\0\x01\0", "image/x-icon", ".ico"),
  sign("II*\0", "image/tiff", ".tiff"),
  sign("MM\0*", "image/tiff", ".tiff"),
  sign("8BPS", "image/vnd.adobe.photoshop", ".psd"),
  sign("ftypavif", "image/avif", ".avif", 4),
  sign("ftypavis", "image/avif", ".avif", 4),
  sign("ftyphei", "image/heic", ".heic", 4),
  sign("ftypmif1", "image/heif", ".heif", 4),
  sign("ftypqt  ", "video/quicktime", ".mov", 4),
  sign("ftypM4A ", "audio/x-m4a", ".m4a", 4),
  sign("ftypM4V ", "video/x-m4v", ".m4v", 4),
  sign("ftyp3gp", "video/3gpp", ".3gp", 4),
  sign("ftyp", "video/mp4", ".mp4", 4),
  sign("FLV\x01", "video/x-flv", ".flv"),
  sign("OggS\0", "application/ogg", ".ogg"),
  sign("ID3", "audio/mpeg", ".mp3"),
  sign("\xff\xfb", "audio/mpeg", ".mp3"),
  sign("\xff\xf1", "audio/aac", ".aac"),
  sign("\xff\xf9", "audio/aac", ".aac"),
  sign("fLaC\0\0\0\x22", "audio/flac", ".flac"),
  sign("MThd", "audio/midi", ".midi"),
  sign("%PDF-", "application/pdf", ".pdf"),
  sign("\x1f\x8b\x08", "application/gzip", ".gz"),
  sign("7z\xbc\xaf\x27\x1c", "application/x-7z-compressed", ".7z"),
  sign("Rar!\x1a\x07", "application/x-rar-compressed", ".rar"),
  sign("BZh", "application/x-bzip2", ".bz2"),
  sign("\xfd7zXZ\0", "application/x-xz", ".xz"),
  sign("\x28\xb5\x2f\xfd", "application/zstd", ".zst"),
  sign("SQLite format 3\0", "application/vnd.sqlite3", ".sqlite"),
  sign("\0asm", "application/wasm", ".wasm"),
  sign("\x7fELF", "application/x-elf", ""),
  sign("MZ", "application/vnd.microsoft.portable-executable", ".exe"),
  sign("wOFF", "font/woff", ".woff"),
  sign("wOF2", "font/woff2", ".woff2"),
  sign("OTTO\0", "font/otf", ".otf"),
  sign("{\\rtf", "text/rtf", ".rtf"),
];

const office: readonly (readonly [part: string, type: string, extension: string])[] = [
  ["word/", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", ".docx"],
  ["xl/", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx"],
  ["ppt/", "application/vnd.openxmlformats-officedocument.presentationml.presentation", ".pptx"],
  ["mimetypeapplication/epub+zip", "application/epub+zip", ".epub"],
  ["mimetypeapplication/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.text", ".odt"],
  ["META-INF/MANIFEST.MF", "application/java-archive", ".jar"],
];

function sign(bytes: string, type: string, extension: string, at = 0): Signature {
  return { at, bytes, type, extension };
}

function bySignature(head: Uint8Array): MimeType | undefined {
  if (matches(head, "PK\x03\x04", 0)) return insideZip(head);
  if (matches(head, "\x1a\x45\xdf\xa3", 0)) return insideMatroska(head);
  if (matches(head, "ustar", 257) && head.length >= 512)
    return { type: "application/x-tar", extension: ".tar" };
  return signatures.find(({ at, bytes }) => matches(head, bytes, at));
}

function matches(head: Uint8Array, bytes: string, at: number): boolean {
  if (head.length < at + bytes.length) return false;
  for (let i = 0; i < bytes.length; i++) {
    if (bytes[i] !== "?" && bytes.charCodeAt(i) !== head[at + i]) return false;
  }
  return true;
}

function insideZip(head: Uint8Array): MimeType {
  const text = latin1(head);
  const found = office.find(([part]) => text.includes(part));
  return found === undefined
    ? { type: "application/zip", extension: ".zip" }
    : { type: found[1], extension: found[2] };
}

function insideMatroska(head: Uint8Array): MimeType {
  return latin1(head).includes("webm")
    ? { type: "video/webm", extension: ".webm" }
    : { type: "video/x-matroska", extension: ".mkv" };
}

const interpreters: readonly (readonly [name: RegExp, type: string, extension: string])[] = [
  [/node|deno|bun/, "text/javascript", ".js"],
  [/python/, "text/x-python", ".py"],
  [/(^|\/)(ba|da|z|k)?sh/, "text/x-shellscript", ".sh"],
  [/perl/, "text/x-perl", ".pl"],
  [/lua/, "text/x-lua", ".lua"],
  [/ruby/, "text/x-ruby", ".rb"],
  [/tclsh|wish/, "text/x-tcl", ".tcl"],
  [/php/, "text/x-php", ".php"],
];

const openings: readonly (readonly [opening: RegExp, type: string, extension: string])[] = [
  [/^(<\?xml[^>]*>\s*)?(<!--[\s\S]*?-->\s*)*(<!DOCTYPE svg[^>]*>\s*)?<svg[\s>]/i, "image/svg+xml", ".svg"],
  [/^<\?xml/i, "text/xml; charset=utf-8", ".xml"],
  [
    /^<(!doctype html|html|head|script|iframe|h1|div|font|table|a|style|title|b|body|br|p|!--)[\s>]/i,
    "text/html; charset=utf-8",
    ".html",
  ],
  [/^<\?php|^<\?\s/i, "text/x-php", ".php"],
  [/^BEGIN:VCALENDAR\r?\n/, "text/calendar", ".ics"],
  [/^BEGIN:VCARD\r?\n/, "text/vcard", ".vcf"],
  [/^WEBVTT(\s|$)/, "text/vtt", ".vtt"],
  [/^\d+\r?\n\d\d:\d\d:\d\d,\d{3} --> \d\d:\d\d:\d\d,\d{3}/, "application/x-subrip", ".srt"],
];

function asText(head: Uint8Array): MimeType | undefined {
  if (matches(head, "\xff\xfe", 0)) return { type: "text/plain; charset=utf-16le", extension: ".txt" };
  if (matches(head, "\xfe\xff", 0)) return { type: "text/plain; charset=utf-16be", extension: ".txt" };
  if (head.some(isControl)) return undefined;
  const text = decode(head);
  const start = (text ?? latin1(head)).replace(/^\ufeff?\s*/, "");
  const shebang = /^#!\s*(\S+)(?:\s+(\S+))?/.exec(start);
  const interpreter = shebang && interpreters.find(([name]) => name.test(shebang[0]));
  const known = interpreter ?? openings.find(([opening]) => opening.test(start));
  if (known) return { type: known[1], extension: known[2] };
  const data = asData(start, head.length < headSize);
  if (data !== undefined) return data;
  return { type: `text/plain; charset=${text === undefined ? "iso-8859-1" : "utf-8"}`, extension: ".txt" };
}

/** Bytes that never stand in text. */
function isControl(byte: number): boolean {
  return byte < 9 || (byte > 13 && byte < 32 && byte !== 27);
}

function decode(head: Uint8Array): string | undefined {
  // The last character may be cut in two.
  for (let cut = 0; cut < (head.length < headSize ? 1 : 4); cut++) {
    try {
      return new TextDecoder("utf-8", { fatal: true }).decode(head.subarray(0, head.length - cut));
    } catch {
      // not UTF-8 as far as this
    }
  }
  return undefined;
}

function asData(text: string, isWhole: boolean): MimeType | undefined {
  if (/^[{[]/.test(text)) return asJson(text, isWhole);
  return asTable(text, ",", "text/csv", ".csv") ?? asTable(text, "\t", "text/tab-separated-values", ".tsv");
}

function asJson(text: string, isWhole: boolean): MimeType | undefined {
  if (isJson(text) || (!isWhole && /^[{[]\s*["{[\]}\d]/.test(text))) {
    const isGeo =
      /^\{\s*"type"\s*:\s*"(Feature|FeatureCollection|Point|LineString|Polygon|Multi\w+|GeometryCollection)"/;
    if (isGeo.test(text)) return { type: "application/geo+json", extension: ".geojson" };
    return { type: "application/json", extension: ".json" };
  }
  const lines = text.trimEnd().split("\n");
  if (lines.length > 1 && lines.slice(0, isWhole ? undefined : -1).every(isJson)) {
    return { type: "application/x-ndjson", extension: ".ndjson" };
  }
  return undefined;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Two lines or more, all with the same number of separators. */
function asTable(text: string, separator: string, type: string, extension: string): MimeType | undefined {
  const lines = text.split(/\r?\n/).filter((line) => line !== "");
  if (text.length >= headSize) lines.pop();
  const columns = lines[0]?.split(separator).length ?? 1;
  const isTable =
    lines.length > 1 && columns > 1 && lines.every((line) => line.split(separator).length === columns);
  return isTable ? { type, extension } : undefined;
}

async function byLibrary(head: Uint8Array): Promise<MimeType | undefined> {
  const { fileTypeFromBuffer } = await import("file-type");
  const found = await fileTypeFromBuffer(head);
  return found && { type: found.mime, extension: `.${found.ext}` };
}

function latin1(head: Uint8Array): string {
  return Buffer.from(head.buffer, head.byteOffset, head.length).toString("latin1");
}
