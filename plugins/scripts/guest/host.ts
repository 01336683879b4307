import { kind } from "../bridge/box.ts";
import { readLasting } from "../bridge/lasting.ts";
import { decode, encode, separator, textOf, type Wire, withText } from "../bridge/wire.ts";
import { codec } from "./codec.ts";
import { rebuildError } from "./errors.ts";
import { converse, openMailbox } from "./mailbox.ts";
import { recall, remember, watchCounts } from "./recall.ts";

/** A function of the host's as isolated-vm hands it over. Stays in this file: whoever holds one could reach further. */
interface Way {
  apply(receiver: undefined, args: readonly unknown[], options?: object): Promise<Wire>;
}

/** What connects a sandbox with its host. */
export interface Connection {
  readonly memory: SharedArrayBuffer;
  readonly bell: SharedArrayBuffer;
  readonly counts: SharedArrayBuffer;
  /** For what a script awaits. */
  readonly ask: Way;
}

let askWay: Way;
let entry = 0;
let asked = 0;

const promised = { arguments: { copy: true }, result: { promise: true, copy: true } };

export function connect({ memory, bell, counts, ask }: Connection): void {
  openMailbox(memory, bell);
  watchCounts(counts);
  askWay = ask;
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
  return open<T>(converse(kind.call, entry, request(name, args)));
}

/** The same for what may be known already: as long as nothing it was read from was written, the answer is the one before. */
export function read<T = unknown>(name: string, ...args: readonly unknown[]): T {
  const wire = request(name, args);
  if (typeof wire !== "string") return open<T>(converse(kind.call, entry, wire));
  const known = recall(wire);
  if (known !== undefined) return decode(known, codec) as T;
  const answer = converse(kind.call, entry, wire);
  const lasting = typeof answer === "string" ? readLasting(answer) : undefined;
  if (lasting === undefined) return open<T>(answer);
  remember(wire, lasting);
  return decode(lasting.text, codec) as T;
}

/** Asks the host and goes on; for what a script awaits. */
export async function ask<T = unknown>(name: string, ...args: readonly unknown[]): Promise<T> {
  const wire = request(name, args);
  const parts = typeof wire === "string" ? [wire] : wire;
  asked++;
  try {
    return open<T>(await askWay.apply(undefined, [entry, ...parts], promised));
  } finally {
    asked--;
  }
}

/** How many questions are still to be answered. */
export function awaited(): number {
  return asked;
}

/** Tells the host something, even when the call it belongs to is over. */
export function tell(name: string, ...args: readonly unknown[]): void {
  converse(kind.tell, entry, request(name, args));
}

function request(name: string, args: readonly unknown[]): Wire {
  const wire = encode(args, codec);
  return withText(wire, name + separator + textOf(wire));
}

function open<T>(wire: Wire): T {
  const text = textOf(wire);
  const rest = text.slice(1);
  if (text.startsWith("!")) throw rebuildError(JSON.parse(rest));
  // The host answers what this call's name promises.
  return decode(withText(wire, rest), codec) as T;
}
