import {
  Assembly,
  describePart,
  elsewhere,
  headBytes,
  headOf,
  kind,
  partsOf,
  presence,
  slotAt,
  slotCharacters,
  slotCount,
  slotHeadsOf,
  slotState,
  slotWord,
  slotWords,
  talkBytes,
  turn,
  word,
} from "../bridge/box.ts";
import { separator, type Wire } from "../bridge/wire.ts";

// Scripts may put their own functions in the place of these.
const { compareExchange, exchange, load, notify, store, wait } = Atomics;
const { fromCharCode } = String;
const { apply } = Reflect;
const now = Date.now;

/** Characters made into text at once: each is an argument of a call. */
const textStep = 4096;

let head: Int32Array;
let slots: Int32Array;
let characters: Uint16Array;
let bytes: Uint8Array;
let texts: readonly Uint16Array[];
let bell: Int32Array;
let incoming: Assembly;
let next = 0;

export function openMailbox(memory: SharedArrayBuffer, bellMemory: SharedArrayBuffer): void {
  head = headOf(memory);
  slots = slotHeadsOf(memory);
  characters = new Uint16Array(memory, headBytes, talkBytes / 2);
  bytes = new Uint8Array(memory, headBytes, talkBytes);
  texts = Array.from(
    { length: slotCount },
    (_, index) => new Uint16Array(memory, slotAt(index), slotCharacters),
  );
  bell = new Int32Array(bellMemory);
  incoming = new Assembly(head, {
    text: (length) => readText(characters, length),
    bytes: (length) => bytes.slice(0, length),
  });
}

type Said = (typeof kind)[Exclude<keyof typeof kind, "goOn">];

/** Says something and waits for the host's answer to it. */
export function converse(said: Said, entry: number, wire: Wire): Wire {
  for (const part of partsOf(wire)) {
    const { content } = part;
    if (typeof content === "string") writeText(characters, content);
    else bytes.set(content);
    describePart(head, part);
    head[word.entry] = entry;
    handOver(said);
    waitForTurn();
  }
  for (;;) {
    const answer = incoming.read();
    if (answer !== undefined) {
      store(head, word.turn, turn.none);
      return answer;
    }
    handOver(kind.goOn);
    waitForTurn();
  }
}

/** An entry the host asks for. */
export interface Work {
  readonly entry: number;
  readonly words: readonly string[];
  readonly slot: number;
  /** Running time of the sandbox when it began. */
  readonly from: number;
}

/** The host may wake us from now on instead of calling. */
export function arrive(): void {
  store(head, word.presence, presence.awake);
}

/** From now on the host must call us. */
export function depart(): void {
  store(head, word.presence, presence.away);
}

/** What to do next. Waits so long for it; undefined if nothing comes, and then we are away. */
export function nextWork(patienceMs: number): Work | undefined {
  const since = now();
  for (;;) {
    const work = takeReady();
    if (work !== undefined) return work;
    store(head, word.presence, presence.asleep);
    if (isAnyReady()) {
      arrive();
      continue;
    }
    const left = patienceMs - (now() - since);
    if (left > 0) sleep(left);
    else if (compareExchange(head, word.presence, presence.asleep, presence.away) === presence.asleep)
      return undefined;
  }
}

/** Says what came out of an entry. */
export function finish({ entry, slot }: Work, wire: Wire): void {
  const at = slot * slotWords;
  const text = texts[slot] as Uint16Array;
  const fits = typeof wire === "string" && wire.length <= slotCharacters;
  if (fits) writeText(text, wire);
  else converse(kind.deliver, entry, wire);
  slots[at + slotWord.length] = fits ? wire.length : elsewhere;
  store(slots, at + slotWord.state, slotState.done);
  ring();
}

/** Says how long an entry ran, and that what comes out of it will be told later. */
export function awaitLater(work: Work): void {
  noteTime(work);
  const { slot } = work;
  store(slots, slot * slotWords + slotWord.state, slotState.awaiting);
  ring();
}

/** Says how long an entry ran. */
export function noteTime({ slot, from }: Work): void {
  slots[slot * slotWords + slotWord.ran] = (running() - from) | 0;
}

/** Lower bits of the milliseconds this sandbox has not waited. */
function running(): number {
  return (now() - (head[word.waited] as number)) | 0;
}

function takeReady(): Work | undefined {
  for (let i = 0; i < slotCount; i++) {
    const slot = (next + i) % slotCount;
    const at = slot * slotWords;
    const { ready, running } = slotState;
    if (compareExchange(slots, at + slotWord.state, ready, running) !== ready) continue;
    next = (slot + 1) % slotCount;
    head[word.begun] = (head[word.begun] as number) + 1;
    return workAt(slot);
  }
  return undefined;
}

function workAt(slot: number): Work {
  const at = slot * slotWords;
  const from = running();
  const entry = slots[at + slotWord.entry] as number;
  const length = slots[at + slotWord.length] as number;
  const text =
    length === elsewhere
      ? (converse(kind.fetch, entry, "") as string)
      : readText(texts[slot] as Uint16Array, length);
  return { entry, words: text.split(separator), slot, from };
}

function isAnyReady(): boolean {
  for (let at = slotWord.state; at < slots.length; at += slotWords) {
    if (load(slots, at) === slotState.ready) return true;
  }
  return false;
}

function sleep(ms: number): void {
  if (load(head, word.over) !== 0) throw new Error("The server ends.");
  startWaiting();
  wait(head, word.presence, presence.asleep, ms);
  stopWaiting();
}

function writeText(place: Uint16Array, text: string): void {
  for (let i = 0; i < text.length; i++) place[i] = text.charCodeAt(i);
}

function readText(place: Uint16Array, length: number): string {
  if (length <= textStep) return apply(fromCharCode, undefined, place.subarray(0, length));
  let text = "";
  for (let from = 0; from < length; from += textStep) {
    text += apply(fromCharCode, undefined, place.subarray(from, Math.min(length, from + textStep)));
  }
  return text;
}

function handOver(said: number): void {
  head[word.kind] = said;
  store(head, word.turn, turn.forHost);
  ring();
}

function ring(): void {
  if (exchange(bell, 0, 1) === 0) notify(bell, 0);
}

function waitForTurn(): void {
  startWaiting();
  for (let state = load(head, word.turn); state !== turn.forGuest; state = load(head, word.turn)) {
    if (load(head, word.over) !== 0) throw new Error("The server ends.");
    wait(head, word.turn, state, 1000); // the end of the server may have come in between
  }
  stopWaiting();
}

function startWaiting(): void {
  head[word.waitingSince] = now();
  head[word.isWaiting] = 1;
}

function stopWaiting(): void {
  head[word.isWaiting] = 0;
  head[word.waited] = (head[word.waited] as number) + ((now() - (head[word.waitingSince] as number)) | 0);
}
