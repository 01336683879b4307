// The memory a sandbox and its host share. Runs on both sides, so it knows neither Node nor the sandbox.
// It holds a talk, in which the guest asks and the host answers, and slots, in which entries go in and results come out.
import type { Wire } from "./wire.ts";

/** Words of the head, 32 bits each. */
export const word = {
  /** Of the talk: whose turn it is, what is said, and by which entry. */
  turn: 0,
  kind: 1,
  entry: 2,
  /** Of the part of it that lies in the box: how long it is, what it is made of, and what follows. */
  length: 3,
  form: 4,
  rest: 5,
  /** Where the guest is. */
  presence: 6,
  /** Not 0: the server ends, and nobody will answer any more. */
  over: 7,
  /** How many entries were begun. */
  begun: 8,
  /** Milliseconds the guest has waited; whether it does now, and since when, in the lower bits of the clock's. */
  waited: 9,
  isWaiting: 10,
  waitingSince: 11,
} as const;

export const turn = {
  /** Nobody says anything. */
  none: 0,
  /** There is something for the host. */
  forHost: 1,
  /** The host has read it. */
  host: 2,
  /** There is something for the guest. */
  forGuest: 3,
} as const;

export const presence = {
  /** Not inside: it must be called. */
  away: 0,
  /** Inside: it will find what is ready by itself. */
  awake: 1,
  /** Inside: it waits to be woken. */
  asleep: 2,
} as const;

/** What the guest says. What the host says needs no name: it is what the guest waits for. */
export const kind = {
  /** I need the answer to this. */
  call: 0,
  /** Take note of this. */
  tell: 1,
  /** I need the text of an entry that is too long for its slot. */
  fetch: 2,
  /** This came out of an entry, and is too long for its slot. */
  deliver: 3,
  /** I have read this part, go on. */
  goOn: 4,
} as const;

/** Words of a slot's head. The last one: milliseconds the entry ran until it was done, or first awaited something. */
export const slotWord = { state: 0, entry: 1, length: 2, ran: 3 } as const;
export const slotWords = 4;

export const slotState = {
  empty: 0,
  /** The host put an entry in. */
  ready: 1,
  /** The guest is at it. */
  running: 2,
  /** The guest awaits something for it, and cannot take another. */
  awaiting: 3,
  /** The guest put the result in. */
  done: 4,
} as const;

/** Length of what did not fit into its slot. */
export const elsewhere = -1;

export const headBytes = 64;
/** More than this is said in parts. */
export const talkBytes = 65_536;
export const slotCount = 8;
export const slotCharacters = 16_384;

const slotHeadsAt = headBytes + talkBytes;
const slotsAt = slotHeadsAt + slotCount * slotWords * 4;
const boxBytes = slotsAt + slotCount * slotCharacters * 2;

export function makeBox(): SharedArrayBuffer {
  return new SharedArrayBuffer(boxBytes);
}

export function headOf(memory: SharedArrayBuffer): Int32Array {
  return new Int32Array(memory, 0, headBytes / 4);
}

export function slotHeadsOf(memory: SharedArrayBuffer): Int32Array {
  return new Int32Array(memory, slotHeadsAt, slotCount * slotWords);
}

/** Where the characters of a slot begin, in bytes. */
export function slotAt(index: number): number {
  return slotsAt + index * slotCharacters * 2;
}

const form = { text: 0, bytes: 1 } as const;
const rest = { none: 0, ofPiece: 1, ofMessage: 2 } as const;

/** As much as the talk's place holds. */
export interface Part {
  readonly content: string | Uint8Array;
  readonly rest: number;
}

export function* partsOf(wire: Wire): Generator<Part, void> {
  const pieces = typeof wire === "string" ? [wire] : wire;
  for (const [index, piece] of pieces.entries()) {
    const room = typeof piece === "string" ? talkBytes / 2 : talkBytes;
    const after = index === pieces.length - 1 ? rest.none : rest.ofMessage;
    let from = 0;
    do {
      const content = piece.length <= room ? piece : piece.slice(from, from + room);
      from += room;
      yield { content, rest: from < piece.length ? rest.ofPiece : after };
    } while (from < piece.length);
  }
}

/** Notes in the head what the part is that was put in its place. */
export function describePart(head: Int32Array, { content, rest }: Part): void {
  head[word.length] = content.length;
  head[word.form] = typeof content === "string" ? form.text : form.bytes;
  head[word.rest] = rest;
}

/** How either side takes text and bytes out of the box. */
export interface BoxReader {
  text(length: number): string;
  bytes(length: number): Uint8Array;
}

/** Puts the parts of what is said together again. */
export class Assembly {
  readonly #head: Int32Array;
  readonly #reader: BoxReader;
  #pieces: (string | Uint8Array)[] = [];
  #parts: (string | Uint8Array)[] = [];

  constructor(head: Int32Array, reader: BoxReader) {
    this.#head = head;
    this.#reader = reader;
  }

  /** Reads the part in the box; gives everything when it was the last one. */
  read(): Wire | undefined {
    const length = this.#head[word.length] as number;
    const isText = this.#head[word.form] === form.text;
    const content = isText ? this.#reader.text(length) : this.#reader.bytes(length);
    const follows = this.#head[word.rest];
    if (follows === rest.none && this.#parts.length === 0 && this.#pieces.length === 0)
      return content as string;
    this.#parts.push(content);
    if (follows === rest.ofPiece) return undefined;
    this.#pieces.push(isText ? this.#parts.join("") : joinBytes(this.#parts as Uint8Array[]));
    this.#parts = [];
    if (follows === rest.ofMessage) return undefined;
    const pieces = this.#pieces;
    this.#pieces = [];
    return pieces.length === 1 ? (pieces[0] as string) : (pieces as [string, ...Uint8Array[]]);
  }
}

function joinBytes(parts: readonly Uint8Array[]): Uint8Array {
  if (parts.length === 1) return parts[0] as Uint8Array;
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
