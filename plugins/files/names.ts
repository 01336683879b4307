import { randomText } from "../collections/model/random.ts";

const alphabet = "abcdefghijklmnopqrstuvwxyz0123456789";
const maxBase = 100;
const minBase = 3;
const maxExtension = 20;

/**
 * The name a file is stored under: what it was called, made safe, and a random part that makes it its own.
 * `sniffed` (`.txt`, or "") is used where the name has no extension.
 */
export function storedName(originalName: string, sniffed: string): string {
  const { base, extension } = split(originalName);
  const safe = snakeCase(base).slice(0, maxBase);
  const readable = safe.length < minBase ? safe + randomText(10, alphabet) : safe;
  return `${readable}_${randomText(10, alphabet)}${safeExtension(extension) || sniffed}`;
}

/** The last one or two dotted parts are the extension: `.tar.gz`. */
function split(originalName: string): { readonly base: string; readonly extension: string } {
  const name = (originalName.split("/").at(-1) ?? "").replace(/\.+$/, "");
  const extension = /(?:\.[^.]+)?\.[^.]+$/.exec(name)?.[0] ?? "";
  return { base: name.slice(0, name.length - extension.length), extension };
}

function safeExtension(extension: string): string {
  const clean = extension.replace(/[^\w.*\-+=#]/g, "");
  if (clean.replaceAll(".", "") === "") return "";
  return `.${clean.slice(1).slice(-maxExtension)}`;
}

/** `HTTPServer2Go` → `httpserver2_go`; all but letters, digits and underscores of ASCII separates words. */
function snakeCase(text: string): string {
  return text
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .replace(/[^A-Za-z0-9]+/g, "_")
    .replace(/^_+|_+$/g, "")
    .toLowerCase();
}
