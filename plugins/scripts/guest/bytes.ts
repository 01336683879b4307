/** Bytes as scripts know them: a list of numbers. `toString()` of the globals turns them into text. */
export class Bytes extends Array<number> {
  static override get [Symbol.species](): ArrayConstructor {
    return Array;
  }

  static of8(view: Uint8Array): Bytes {
    const bytes = new Bytes(view.length);
    for (let i = 0; i < view.length; i++) bytes[i] = view[i] as number;
    return bytes;
  }

  static ofText(text: string): Bytes {
    return Bytes.of8(encodeUtf8(text));
  }
}

/** The value of a JSON field: its text as bytes, its text as text, and itself again in answers and records. */
export class JsonRaw extends Bytes {
  readonly #text: string;

  constructor(text: string) {
    super();
    this.#text = text;
    if (text === "null") return; // nothing, as the reference has it
    const view = encodeUtf8(text);
    for (const byte of view) this.push(byte);
  }

  string(): string {
    return this.#text;
  }

  override toString(): string {
    return this.#text;
  }

  /** The value the text stands for. */
  parsed(): unknown {
    return JSON.parse(this.#text);
  }
}

/** Anything that stands for bytes as bytes; undefined for what does not. */
export function asBytes(value: unknown): Uint8Array | undefined {
  if (value instanceof Uint8Array) return value;
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  if (value instanceof ArrayBuffer) return new Uint8Array(value);
  if (value instanceof Bytes) return Uint8Array.from(value);
  return undefined;
}

export function encodeUtf8(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length * 3);
  let at = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.codePointAt(i) as number;
    if (code > 0xffff) i++;
    at = writeCode(bytes, at, code >= 0xd800 && code <= 0xdfff ? 0xfffd : code);
  }
  return bytes.slice(0, at);
}

function writeCode(bytes: Uint8Array, start: number, code: number): number {
  let at = start;
  if (code < 0x80) bytes[at++] = code;
  else if (code < 0x800) {
    bytes[at++] = 0xc0 | (code >> 6);
    bytes[at++] = 0x80 | (code & 63);
  } else if (code < 0x10000) {
    bytes[at++] = 0xe0 | (code >> 12);
    bytes[at++] = 0x80 | ((code >> 6) & 63);
    bytes[at++] = 0x80 | (code & 63);
  } else {
    bytes[at++] = 0xf0 | (code >> 18);
    bytes[at++] = 0x80 | ((code >> 12) & 63);
    bytes[at++] = 0x80 | ((code >> 6) & 63);
    bytes[at++] = 0x80 | (code & 63);
  }
  return at;
}

export function decodeUtf8(bytes: Uint8Array): string {
  let text = "";
  let part: number[] = [];
  for (let i = 0; i < bytes.length; ) {
    const lead = bytes[i] as number;
    const length =
      lead < 0x80 ? 1 : lead >= 0xf0 && lead < 0xf8 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc2 ? 2 : 0;
    const code = length === 0 || lead >= 0xf5 ? undefined : readCode(bytes, i, length);
    part.push(code ?? 0xfffd);
    i += code === undefined ? 1 : length;
    if (part.length < 4096) continue;
    text += String.fromCodePoint(...part);
    part = [];
  }
  return text + String.fromCodePoint(...part);
}

const leastOfLength = [0, 0, 0x80, 0x800, 0x10000];

function readCode(bytes: Uint8Array, at: number, length: number): number | undefined {
  const lead = bytes[at] as number;
  if (length === 1) return lead;
  let code = lead & (0xff >> (length + 1));
  for (let i = 1; i < length; i++) {
    const next = bytes[at + i];
    if (next === undefined || (next & 0xc0) !== 0x80) return undefined;
    code = (code << 6) | (next & 63);
  }
  const isSurrogate = code >= 0xd800 && code <= 0xdfff;
  return code < (leastOfLength[length] as number) || code > 0x10ffff || isSurrogate ? undefined : code;
}
