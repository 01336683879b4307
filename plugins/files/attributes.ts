import { readFile, writeFile } from "node:fs/promises";

/** What is kept beside a file on disk, in `<name>.attrs`. */
export interface Attributes {
  readonly contentType: string;
  readonly originalName: string;
  /** Base64; "" if unknown. */
  readonly md5: string;
}

export const attributesSuffix = ".attrs";
const unknownAttributes: Attributes = { contentType: "application/octet-stream", originalName: "", md5: "" };

export async function writeAttributes(file: string, about: Attributes): Promise<void> {
  const json = JSON.stringify({
    "user.cache_control": "",
    "user.content_disposition": "",
    "user.content_encoding": "",
    "user.content_language": "",
    "user.content_type": about.contentType,
    "user.metadata": about.originalName === "" ? null : { "original-filename": about.originalName },
    md5: about.md5,
  });
  await writeFile(file + attributesSuffix, `${json}\n`);
}

/** A file without readable attributes is still a file. */
export async function readAttributes(file: string): Promise<Attributes> {
  let stored: Record<string, unknown>;
  try {
    stored = JSON.parse(await readFile(file + attributesSuffix, "utf8"));
  } catch {
    return unknownAttributes; // copied in by hand, or by a program without attributes
  }
  const metadata = stored["user.metadata"] as Readonly<Record<string, unknown>> | null | undefined;
  return {
    contentType: textOf(stored["user.content_type"]) || unknownAttributes.contentType,
    originalName: textOf(metadata?.["original-filename"]),
    md5: textOf(stored.md5),
  };
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
