import { asBytes, Bytes, decodeUtf8, encodeUtf8, JsonRaw } from "./bytes.ts";
import { Time } from "./time.ts";

/** Something whose bytes can be asked for: the body of a request, an uploaded file, a program's output. */
interface Readable {
  bytes(): Uint8Array;
}

/** The reference's toString(): text of bytes, readers and simple values; JSON of everything else. */
export function toText(value: unknown, _maxBytes?: number): string {
  if (typeof value === "string") return value;
  if (value === undefined || value === null) return "";
  if (typeof value !== "object") return String(value);
  if (value instanceof JsonRaw) return value.string();
  if (value instanceof Date) return Time.of(value).string();
  const bytes = asBytes(value) ?? read(value);
  if (bytes !== undefined) return decodeUtf8(bytes);
  return hasText(value) ? value.string() : JSON.stringify(value);
}

/** What a parameter that is to be text gets: what JavaScript makes of the value, so bytes are numbers with commas. */
export function asString(value: unknown): string {
  return value === undefined || value === null ? "" : String(value);
}

/** The reference's toBytes(). */
export function toBytes(value: unknown, _maxBytes?: number): Bytes {
  if (value === undefined || value === null) return new Bytes();
  const isNumbers = Array.isArray(value) && value.every((item) => typeof item === "number");
  if (isNumbers) return Bytes.of8(Uint8Array.from(value as number[]));
  return Bytes.of8(bytesOf(value));
}

/** Anything as bytes. */
export function bytesOf(value: unknown): Uint8Array {
  const direct = typeof value === "object" && value !== null ? (asBytes(value) ?? read(value)) : undefined;
  return direct ?? encodeUtf8(toText(value));
}

function read(value: object): Uint8Array | undefined {
  return isReadable(value) ? value.bytes() : undefined;
}

function isReadable(value: object): value is Readable {
  return "bytes" in value && typeof value.bytes === "function";
}

function hasText(value: object): value is { string(): string } {
  return "string" in value && typeof value.string === "function";
}
