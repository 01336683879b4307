import type { SqlValue } from "#kernel";
import type { Collection } from "../../collections/contract.ts";
import type { RequestInfo } from "../contract.ts";

/** What the holes of compiled SQL are filled from. */
export interface Fill {
  /** The literals of the caller's filter. */
  readonly literals: readonly (string | number)[];
  readonly info: RequestInfo;
  readonly now: Date;
  find(nameOrId: string): Collection | undefined;
  /** Whether a collection has so few records that all of them are looked at quickly. */
  isSmall(collection: Collection): boolean;
}

export type Hole = (fill: Fill) => SqlValue;

/** SQL text whose values are not known yet: a hole for every `?`. */
export interface Piece {
  readonly text: string;
  readonly holes: readonly Hole[];
}

const none: readonly Hole[] = [];

export function plain(text: string): Piece {
  return { text, holes: none };
}

export function hole(read: Hole): Piece {
  return { text: "?", holes: [read] };
}

/** Pieces put together: piece`${column} = ${value}`. Strings are SQL, never values. */
export function piece(strings: TemplateStringsArray, ...parts: readonly (Piece | string)[]): Piece {
  let text = strings[0] ?? "";
  let holes: Hole[] | undefined;
  for (let i = 0; i < parts.length; i++) {
    const part = parts[i] as Piece | string;
    if (typeof part === "string") text += part;
    else {
      text += part.text;
      if (part.holes.length > 0) holes = holes === undefined ? [...part.holes] : [...holes, ...part.holes];
    }
    text += strings[i + 1] ?? "";
  }
  return { text, holes: holes ?? none };
}

export function joined(pieces: readonly Piece[], separator: string): Piece {
  return {
    text: pieces.map(({ text }) => text).join(separator),
    holes: pieces.flatMap(({ holes }) => holes),
  };
}

/** A piece inside SQL that names it several times; every naming needs its own holes. */
export function wrap({ text, holes }: Piece, around: (text: string) => string): Piece {
  const wrapped = around(text);
  if (holes.length === 0) return plain(wrapped);
  const times = wrapped.split(text).length - 1;
  return { text: wrapped, holes: Array.from({ length: times }, () => holes).flat() };
}
