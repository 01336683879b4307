// Values across and back. Runs on both sides, so it knows neither Node nor the sandbox.

/** Separates texts; no JSON text holds it. */
export const separator = "\u0000";

/** What crosses: JSON text, long texts of values after it, and byte arrays beside it where there are any. */
export type Wire = string | readonly [text: string, ...bytes: Uint8Array[]];

export function textOf(wire: Wire): string {
  return typeof wire === "string" ? wire : wire[0];
}

/** The same bytes beside another text. */
export function withText(wire: Wire, text: string): Wire {
  return typeof wire === "string" ? text : [text, ...(wire.slice(1) as Uint8Array[])];
}

/** A value that is not plain data, as it travels: `kind` says who can rebuild it. */
export interface Tagged {
  readonly $: string;
  readonly [key: string]: unknown;
}

/** JSON text that is a value. Where it is long it travels as it is: to be escaped and read again costs more than the rest. */
export class JsonText {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

const longText = 500;

/** What is put beside the JSON while a value is packed. */
interface Beside {
  readonly texts: string[];
  readonly bytes: Uint8Array[];
}

export interface Codec {
  /** How an object that is neither a list nor plain travels; undefined: by its own enumerable keys. */
  pack(value: object, encode: (inner: unknown) => unknown): Tagged | undefined;
  unpack(tagged: Tagged): unknown;
}

export function encode(value: unknown, codec: Codec): Wire {
  const beside: Beside = { texts: [], bytes: [] };
  const json = JSON.stringify(packValue(value, codec, beside, 0)) ?? "null";
  const { texts, bytes } = beside;
  const text = texts.length === 0 ? json : [json, ...texts].join(separator);
  return bytes.length === 0 ? text : [text, ...bytes];
}

export function decode(wire: Wire, codec: Codec): unknown {
  const [json = "", ...texts] = textOf(wire).split(separator);
  const bytes = typeof wire === "string" ? [] : (wire.slice(1) as Uint8Array[]);
  return unpackValue(JSON.parse(json), codec, { texts, bytes });
}

/** A value of parsed JSON text without bytes, e.g. one part of a message that is looked at late. */
export function decodeValue(value: unknown, codec: Codec): unknown {
  return unpackValue(value, codec, { texts: [], bytes: [] });
}

const deepest = 200;

function packValue(value: unknown, codec: Codec, beside: Beside, depth: number): unknown {
  switch (typeof value) {
    case "string":
    case "boolean":
    case "undefined":
      return value;
    case "number":
      return Number.isFinite(value) ? value : { $: "number", text: String(value) };
    case "bigint":
      return { $: "bigint", text: String(value) };
    case "object":
      return value === null ? null : packObject(value, codec, beside, depth);
    default:
      return undefined; // functions and symbols stay where they are
  }
}

function packObject(value: object, codec: Codec, beside: Beside, depth: number): unknown {
  if (depth > deepest) throw new RangeError("A value that refers to itself cannot be handed over.");
  const inner = (part: unknown): unknown => packValue(part, codec, beside, depth + 1);
  const prototype: unknown = Object.getPrototypeOf(value);
  const isPlain = prototype === Object.prototype || prototype === null;
  if (!isPlain && prototype !== Array.prototype) {
    const tagged = packBuiltIn(value, beside) ?? codec.pack(value, inner);
    if (tagged !== undefined) return tagged;
  }
  if (Array.isArray(value)) return value.map((part: unknown) => inner(part) ?? null);
  const packed: Record<string, unknown> = {};
  for (const key of Object.keys(value)) packed[key] = inner((value as Record<string, unknown>)[key]);
  return "$" in packed ? { $: "object", entries: Object.entries(packed) } : packed;
}

function packBuiltIn(value: object, { texts, bytes }: Beside): Tagged | string | undefined {
  if (value instanceof JsonText) {
    return value.text.length < longText ? value.text : { $: "text", index: texts.push(value.text) };
  }
  if (value instanceof Date) return { $: "date", time: value.getTime() };
  if (ArrayBuffer.isView(value)) {
    return {
      $: "bytes",
      index: bytes.push(new Uint8Array(value.buffer, value.byteOffset, value.byteLength)),
    };
  }
  if (value instanceof ArrayBuffer) return { $: "bytes", index: bytes.push(new Uint8Array(value)) };
  if (value instanceof Map) return packBuiltInMap(value);
  return undefined;
}

function packBuiltInMap(map: ReadonlyMap<unknown, unknown>): Tagged {
  return { $: "object", entries: [...map].map(([key, value]) => [String(key), value]) };
}

function unpackValue(value: unknown, codec: Codec, beside: Beside): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) value[i] = unpackValue(value[i], codec, beside);
    return value;
  }
  const object = value as Record<string, unknown>;
  for (const key of Object.keys(object)) {
    const part = object[key];
    if (typeof part === "object" && part !== null) object[key] = unpackValue(part, codec, beside);
  }
  return typeof object.$ === "string" ? unpackTagged(object as Tagged, codec, beside) : object;
}

function unpackTagged(tagged: Tagged, codec: Codec, beside: Beside): unknown {
  switch (tagged.$) {
    case "number":
      return Number(tagged.text);
    case "bigint":
      return BigInt(String(tagged.text));
    case "date":
      return new Date(tagged.time as number);
    case "bytes":
      return beside.bytes[(tagged.index as number) - 1];
    case "text":
      return beside.texts[(tagged.index as number) - 1];
    case "object":
      return Object.fromEntries(tagged.entries as [string, unknown][]);
    default:
      return codec.unpack(tagged);
  }
}
