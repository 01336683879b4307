import type { Codec, Tagged } from "../bridge/wire.ts";

/** The method by which an object of ours says how it travels. */
export const toWire = Symbol("toWire");

interface Packable {
  [toWire](encode: (inner: unknown) => unknown): Tagged;
}

const unpackers = new Map<string, (tagged: Tagged) => unknown>();

/** Says who rebuilds what travels as `kind`. */
export function unpackAs(kind: string, unpack: (tagged: Tagged) => unknown): void {
  unpackers.set(kind, unpack);
}

export const codec: Codec = {
  pack: (value, encode) => (isPackable(value) ? value[toWire](encode) : packByJson(value, encode)),
  unpack: (tagged) => unpackers.get(tagged.$)?.(tagged),
};

function isPackable(value: object): value is Packable {
  return toWire in value;
}

function packByJson(value: object, encode: (inner: unknown) => unknown): Tagged | undefined {
  if (value instanceof Error) return { $: "error", message: value.message };
  if (!("toJSON" in value) || typeof value.toJSON !== "function") return undefined;
  const plain = encode(value.toJSON());
  if (typeof plain !== "object" || Array.isArray(plain)) return { $: "plain", value: plain };
  return { $: "object", entries: Object.entries((plain ?? {}) as object) };
}

unpackAs("plain", (tagged) => tagged.value);
