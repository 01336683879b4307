import { base64, fromBase64 } from "./base64.ts";
import { asBytes, decodeUtf8, encodeUtf8 } from "./bytes.ts";

/** The part of Node's Buffer that scripts use. */
export class Buffer extends Uint8Array {
  static override from(value: unknown, encoding?: unknown): Buffer {
    if (typeof value === "string") return view(encode(value, String(encoding ?? "utf8")));
    const bytes = asBytes(value);
    if (bytes !== undefined) return view(bytes.slice());
    return view(Uint8Array.from(value as ArrayLike<number>));
  }

  static alloc(size: number, fill: unknown = 0): Buffer {
    const buffer = new Buffer(size);
    if (typeof fill === "number") buffer.fill(fill);
    else if (size > 0) {
      const pattern = Buffer.from(fill);
      for (let i = 0; i < size; i++) buffer[i] = pattern[i % pattern.length] ?? 0;
    }
    return buffer;
  }

  static concat(list: readonly Uint8Array[], length?: number): Buffer {
    const total = length ?? list.reduce((sum, part) => sum + part.length, 0);
    const buffer = new Buffer(total);
    let at = 0;
    for (const part of list) {
      buffer.set(part.subarray(0, Math.max(0, total - at)), at);
      at += part.length;
    }
    return buffer;
  }

  static isBuffer(value: unknown): boolean {
    return value instanceof Buffer;
  }

  static byteLength(value: unknown, encoding?: unknown): number {
    return Buffer.from(value, encoding).length;
  }

  static isEncoding(name: unknown): boolean {
    return ["utf8", "utf-8", "hex", "base64", "base64url", "latin1", "binary", "ascii"].includes(
      String(name),
    );
  }

  equals(other: Uint8Array): boolean {
    return this.length === other.length && this.every((byte, i) => byte === other[i]);
  }

  override toString(encoding: unknown = "utf8", start = 0, end = this.length): string {
    return decode(this.subarray(start, end), String(encoding));
  }

  override slice(start?: number, end?: number): this {
    return this.subarray(start, end) as this;
  }

  write(text: string, offset = 0): number {
    const bytes = encodeUtf8(text).subarray(0, this.length - offset);
    this.set(bytes, offset);
    return bytes.length;
  }

  toJSON(): { type: "Buffer"; data: number[] } {
    return { type: "Buffer", data: [...this] };
  }

  static viewOf(buffer: Buffer): DataView {
    return new DataView(buffer.buffer, buffer.byteOffset, buffer.byteLength);
  }
}

type Kind =
  | "Int8"
  | "Uint8"
  | "Int16"
  | "Uint16"
  | "Int32"
  | "Uint32"
  | "Float32"
  | "Float64"
  | "BigInt64"
  | "BigUint64";

/** Names of numbers in a buffer, and what they are. */
const numbers: readonly (readonly [name: string, kind: Kind, size: number])[] = [
  ["Int8", "Int8", 1],
  ["Uint8", "Uint8", 1],
  ["Int16", "Int16", 2],
  ["Uint16", "Uint16", 2],
  ["Int32", "Int32", 4],
  ["Uint32", "Uint32", 4],
  ["Float", "Float32", 4],
  ["Double", "Float64", 8],
  ["BigInt64", "BigInt64", 8],
  ["BigUint64", "BigUint64", 8],
];

for (const [name, kind, size] of numbers) {
  for (const order of size === 1 ? [""] : ["BE", "LE"]) {
    const isLittle = order === "LE";
    for (const spelt of new Set([name, name.replace("Uint", "UInt")])) {
      define(`read${spelt}${order}`, function (offset = 0) {
        return Buffer.viewOf(this)[`get${kind}`](offset, isLittle);
      });
      define(`write${spelt}${order}`, function (value: never, offset = 0) {
        Buffer.viewOf(this)[`set${kind}`](offset, value, isLittle);
        return offset + size;
      });
    }
  }
}

function define(name: string, value: (this: Buffer, ...args: never[]) => unknown): void {
  Object.defineProperty(Buffer.prototype, name, { value, writable: true, configurable: true });
}

function view(bytes: Uint8Array): Buffer {
  return new Buffer(bytes.buffer as ArrayBuffer, bytes.byteOffset, bytes.length);
}

function encode(text: string, encoding: string): Uint8Array {
  switch (encoding.toLowerCase()) {
    case "hex":
      return Uint8Array.from(text.match(/[0-9a-f]{2}/gi) ?? [], (pair) => Number.parseInt(pair, 16));
    case "base64":
    case "base64url":
      return fromBase64(text);
    case "latin1":
    case "binary":
    case "ascii":
      return Uint8Array.from(text, (character) => character.charCodeAt(0) & 255);
    default:
      return encodeUtf8(text);
  }
}

function decode(bytes: Uint8Array, encoding: string): string {
  switch (encoding.toLowerCase()) {
    case "hex":
      return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
    case "base64":
      return base64(bytes);
    case "base64url":
      return base64(bytes).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
    case "latin1":
    case "binary":
      return Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
    case "ascii":
      return Array.from(bytes, (byte) => String.fromCharCode(byte & 127)).join("");
    default:
      return decodeUtf8(bytes);
  }
}
