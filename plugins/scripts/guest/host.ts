import { decode, encode, type Wire } from "../bridge/wire.ts";
import { codec } from "./codec.ts";
import { rebuildError } from "./errors.ts";

/** A function of the host's as isolated-vm hands it over. Stays in this file: whoever holds one could reach further. */
interface Way {
  applySyncPromise(receiver: undefined, args: readonly unknown[], options?: object): Wire;
  apply(receiver: undefined, args: readonly unknown[], options?: object): Promise<Wire>;
  applyIgnored(receiver: undefined, args: readonly unknown[]): void;
}

let callWay: Way;
let tellWay: Way;
let entry = 0;

const withBytes = { arguments: { copy: true } };
const promised = { arguments: { copy: true }, result: { promise: true, copy: true } };

export function connect(call: Way, tell: Way): void {
  callWay = call;
  tellWay = tell;
}

/** From now on calls belong to this entry; gives the one before. */
export function switchEntry(id: number): number {
  const before = entry;
  entry = id;
  return before;
}

export function currentEntry(): number {
  return entry;
}

/** Asks the host and waits for the answer; throws what went wrong there. */
export function call<T = unknown>(name: string, ...args: readonly unknown[]): T {
  const wire = encode(args, codec);
  if (typeof wire === "string") return open<T>(callWay.applySyncPromise(undefined, [entry, name, wire]));
  return open<T>(callWay.applySyncPromise(undefined, [entry, name, ...wire], withBytes));
}

/** Asks the host and goes on; for what a script awaits. */
export async function ask<T = unknown>(name: string, ...args: readonly unknown[]): Promise<T> {
  const wire = encode(args, codec);
  const parts = typeof wire === "string" ? [wire] : wire;
  return open<T>(await callWay.apply(undefined, [entry, name, ...parts], promised));
}

/** Tells the host something that needs no answer. */
export function tell(name: string, ...args: readonly unknown[]): void {
  const wire = encode(args, codec);
  tellWay.applyIgnored(undefined, [entry, name, typeof wire === "string" ? wire : wire[0]]);
}

function open<T>(wire: Wire): T {
  const text = typeof wire === "string" ? wire : wire[0];
  const rest = text.slice(1);
  if (text.startsWith("!")) throw rebuildError(JSON.parse(rest));
  // The host answers what this call's name promises.
  return decode(typeof wire === "string" ? rest : [rest, ...(wire.slice(1) as Uint8Array[])], codec) as T;
}
