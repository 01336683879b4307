// The memory a sandbox and its host share. Runs on both sides, so it knows neither Node nor the sandbox.
import type { Wire } from "./wire.ts";

/** Words of the head, 32 bits each. */
export const word = {
  turn: 0,
  kind: 1,
  entry: 2,
  /** Of the part that lies in the box: how long it is, what it is made of, and what follows. */
  length: 3,
  form: 4,
  rest: 5,
  /** Milliseconds the guest has waited so far, and the lower bits of the clock when it last began to. */
  waited: 6,
  waitingSince: 7,
  /** Not 0: the server ends, and nobody will answer any more. */
  over: 8,
} as const;

/** Whose turn it is. */
export const turn = {
  /** The guest runs or is away: the box is its own. */
  guest: 0,
  /** There is a message for the host. */
  forHost: 1,
  /** The host has read it, or is about to write. */
  host: 2,
  /** There is a message for the guest. */
  forGuest: 3,
  /** The guest waits for its next entry. */
  idle: 4,
  /** Nobody's any more. */
  over: 5,
} as const;

/** What a message of the guest's is. What the host says needs no name: it is what the guest waits for. */
export const kind = {
  /** I wait for the answer to this. */
  call: 0,
  /** Take note of this. */
  tell: 1,
  /** This came out of the entry, and I am ready for the next. */
  result: 2,
  /** This came out of the entry, and I am away. */
  lastResult: 3,
  /** I have read this part, go on. */
  goOn: 4,
} as const;

const form = { text: 0, bytes: 1 } as const;
const rest = { none: 0, ofPiece: 1, ofMessage: 2 } as const;

export const headBytes = 64;
/** Longer messages are handed over in parts. */
export const dataBytes = 65_536;

/** Separates a name from what follows; no JSON text holds it. */
export const separator = "\u0000";

/** As much of a message as the box holds. */
export interface Part {
  readonly content: string | Uint8Array;
  readonly rest: number;
}

export function* partsOf(wire: Wire): Generator<Part, void> {
  const pieces = typeof wire === "string" ? [wire] : wire;
  for (const [index, piece] of pieces.entries()) {
    const room = typeof piece === "string" ? dataBytes / 2 : dataBytes;
    const after = index === pieces.length - 1 ? rest.none : rest.ofMessage;
    let from = 0;
    do {
      const content = piece.length <= room ? piece : piece.slice(from, from + room);
      from += room;
      yield { content, rest: from < piece.length ? rest.ofPiece : after };
    } while (from < piece.length);
  }
}

/** Notes in the head what the part is that was put in the box. */
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

/** Puts the parts of a message together again. */
export class Assembly {
  readonly #head: Int32Array;
  readonly #reader: BoxReader;
  #pieces: (string | Uint8Array)[] = [];
  #parts: (string | Uint8Array)[] = [];

  constructor(head: Int32Array, reader: BoxReader) {
    this.#head = head;
    this.#reader = reader;
  }

  /** Reads the part in the box; gives the message when it was the last one. */
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
