import {
  Assembly,
  dataBytes,
  describePart,
  headBytes,
  kind,
  type Part,
  partsOf,
  separator,
  turn,
  word,
} from "../bridge/box.ts";
import type { Wire } from "../bridge/wire.ts";

// Scripts may put their own functions in the place of these.
const { compareExchange, exchange, load, notify, store, wait } = Atomics;
const { fromCharCode } = String;
const { apply } = Reflect;
const now = Date.now;

/** Characters made into text at once: each is an argument of a call. */
const textStep = 4096;

let head: Int32Array;
let characters: Uint16Array;
let bytes: Uint8Array;
let bell: Int32Array;
let incoming: Assembly;

export function openMailbox(memory: SharedArrayBuffer, bellMemory: SharedArrayBuffer): void {
  head = new Int32Array(memory, 0, headBytes / 4);
  characters = new Uint16Array(memory, headBytes, dataBytes / 2);
  bytes = new Uint8Array(memory, headBytes, dataBytes);
  bell = new Int32Array(bellMemory);
  incoming = new Assembly(head, { text: readText, bytes: (length) => bytes.slice(0, length) });
}

/** Sends something and waits for the host's answer to it. */
export function converse(messageKind: typeof kind.call | typeof kind.tell, entry: number, wire: Wire): Wire {
  send(messageKind, entry, wire);
  waitForTurn();
  return receive();
}

/** Says what came out of an entry, as the last word for now. */
export function sendLast(entry: number, wire: Wire): void {
  send(kind.lastResult, entry, wire);
}

/** An entry the host asks for. */
export interface Work {
  readonly entry: number;
  readonly words: readonly string[];
}

/** Says what came out of an entry and waits a while for the next one; undefined if none comes. */
export function sendAndLinger(entry: number, wire: Wire, lingerMs: number): Work | undefined {
  send(kind.result, entry, wire);
  const since = startWaiting();
  for (let state = load(head, word.turn); state !== turn.forGuest; state = load(head, word.turn)) {
    const isPatient = now() - since < lingerMs;
    if (state !== turn.idle || isPatient) waitWhile(state, lingerMs);
    else if (compareExchange(head, word.turn, turn.idle, turn.guest) === turn.idle) return undefined;
  }
  stopWaiting();
  const text = receive() as string;
  return { entry: head[word.entry] as number, words: text.split(separator) };
}

function send(messageKind: number, entry: number, wire: Wire): void {
  waitUntilRead();
  for (const part of partsOf(wire)) {
    put(part);
    head[word.entry] = entry;
    handOver(messageKind);
    if (part.rest !== 0) waitForTurn();
  }
}

// The last word before may still lie in the box.
function waitUntilRead(): void {
  for (let state = load(head, word.turn); state !== turn.guest; state = load(head, word.turn)) {
    waitWhile(state, 1);
  }
}

function put(part: Part): void {
  const { content } = part;
  if (typeof content === "string") {
    for (let i = 0; i < content.length; i++) characters[i] = content.charCodeAt(i);
  } else bytes.set(content);
  describePart(head, part);
}

/** Takes the message that lies in the box, all of its parts. */
function receive(): Wire {
  for (;;) {
    const wire = incoming.read();
    if (wire !== undefined) return wire;
    handOver(kind.goOn);
    waitForTurn();
  }
}

function readText(length: number): string {
  if (length <= textStep) return apply(fromCharCode, undefined, characters.subarray(0, length));
  let text = "";
  for (let from = 0; from < length; from += textStep) {
    text += apply(fromCharCode, undefined, characters.subarray(from, Math.min(length, from + textStep)));
  }
  return text;
}

function handOver(messageKind: number): void {
  head[word.kind] = messageKind;
  store(head, word.turn, turn.forHost);
  if (exchange(bell, 0, 1) === 0) notify(bell, 0);
}

function waitForTurn(): void {
  startWaiting();
  for (let state = load(head, word.turn); state !== turn.forGuest; state = load(head, word.turn)) {
    waitWhile(state, Number.POSITIVE_INFINITY);
  }
  stopWaiting();
}

function waitWhile(state: number, ms: number): void {
  if (load(head, word.over) !== 0) throw new Error("The server ends.");
  wait(head, word.turn, state, ms);
}

function startWaiting(): number {
  const time = now();
  head[word.waitingSince] = time;
  return time;
}

function stopWaiting(): void {
  head[word.waited] = (head[word.waited] as number) + ((now() - (head[word.waitingSince] as number)) | 0);
  store(head, word.turn, turn.guest);
}
