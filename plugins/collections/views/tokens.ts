import { InvalidViewQuery } from "./errors.ts";

/** Splits SQL at separators that stand neither in brackets nor in quotes; empty pieces are left out. */
export function splitSql(text: string, isSeparator: (character: string) => boolean): string[] {
  const pieces: string[] = [];
  let piece = "";
  let depth = 0;
  let quote = "";
  for (const character of text) {
    if (quote !== "") {
      if (character === quote) quote = "";
    } else if ("'\"`".includes(character)) quote = character;
    else if (character === "(") depth++;
    else if (character === ")") depth--;
    else if (depth === 0 && isSeparator(character)) {
      if (piece.trim() !== "") pieces.push(piece.trim());
      piece = "";
      continue;
    }
    piece += character;
  }
  if (quote !== "" || depth !== 0)
    throw new InvalidViewQuery(`unbalanced parenthesis or quoted expression: ${JSON.stringify(piece)}`);
  if (piece.trim() !== "") pieces.push(piece.trim());
  return pieces;
}

export function words(text: string): string[] {
  return splitSql(text, (character) => /\s/.test(character));
}

export function items(text: string): string[] {
  return splitSql(text, (character) => character === ",");
}

export function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\/|--[^\r\n]*/g, " ");
}

/** Something that is selected, or selected from, and the name it goes by. */
export interface Aliased {
  /** As it was written. */
  readonly text: string;
  /** Without the quotes names are put in; text in quotes keeps its own. */
  readonly original: string;
  readonly alias: string;
}

/** Reads `x`, `x y` and `x AS y`. */
export function readAliased(text: string): Aliased {
  const parts = words(text);
  const [original = "", second, third] = parts;
  if (parts.length > 3) throw new InvalidViewQuery(`invalid identifier parts [${parts.join(" ")}]`);
  if (third !== undefined && second?.toLowerCase() !== "as")
    throw new InvalidViewQuery(`invalid identifier part - expected "as", got ${second}`);
  const alias = third ?? second ?? splitSql(original, (character) => character === ".").at(-1) ?? "";
  return {
    text: original,
    original: original.replace(/[`"[\]]/g, ""),
    alias: alias.replace(/[`"'[\]]/g, ""),
  };
}
