/** A part of a file, both ends included; empty when `end` is before `start`. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

export type RangeRequest =
  | { readonly kind: "whole" }
  | { readonly kind: "parts"; readonly parts: readonly ByteRange[] }
  /** Nothing of what was asked for exists; `isBeyond` when it was well-formed. */
  | { readonly kind: "none"; readonly isBeyond: boolean };

const whole: RangeRequest = { kind: "whole" };
const malformed: RangeRequest = { kind: "none", isBeyond: false };

/** Reads a Range header against a file of `size` bytes. */
export function readRange(header: string, size: number): RangeRequest {
  if (header === "") return whole;
  if (!header.startsWith("bytes=")) return malformed;
  const parts: ByteRange[] = [];
  let missed = 0;
  for (const text of header.slice("bytes=".length).split(",")) {
    if (text.trim() === "") continue;
    const match = /^\s*(\d*)\s*-\s*(\d*)\s*$/.exec(text);
    const part = match && readPart(match[1] as string, match[2] as string, size);
    if (!part) return malformed;
    if (part === "beyond") missed++;
    else parts.push(part);
  }
  if (parts.length === 0 && missed > 0) return { kind: "none", isBeyond: true };
  const asked = parts.reduce((sum, { start, end }) => sum + end - start + 1, 0);
  // More than the file itself: most likely an attack, or a client that does not know what it does.
  return parts.length === 0 || asked > size ? whole : { kind: "parts", parts };
}

function readPart(first: string, last: string, size: number): ByteRange | "beyond" | undefined {
  if (first === "") {
    if (last === "") return undefined;
    return { start: Math.max(0, size - Number(last)), end: size - 1 };
  }
  const start = Number(first);
  if (start >= size) return "beyond";
  if (last === "") return { start, end: size - 1 };
  return Number(last) < start ? undefined : { start, end: Math.min(Number(last), size - 1) };
}
