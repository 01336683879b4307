/** Part of a file, in bytes; both ends included. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** The part of `size` bytes a Range header asks for. Several parts are answered with the whole, as HTTP allows. */
export function readRange(header: string, size: number): ByteRange | "whole" | "beyond" | "malformed" {
  if (header === "") return "whole";
  const list = /^bytes=(.*)$/.exec(header)?.[1];
  if (list === undefined) return "malformed";
  if (list.includes(",")) return "whole";
  const match = /^\s*(\d*)-(\d*)\s*$/.exec(list);
  const [, first = "", last = ""] = match ?? [];
  if (match === null || (first === "" && last === "")) return "malformed";
  if (first === "")
    return Number(last) === 0 ? "beyond" : { start: Math.max(0, size - Number(last)), end: size - 1 };
  const start = Number(first);
  if (last !== "" && Number(last) < start) return "malformed";
  if (start >= size) return "beyond";
  return { start, end: last === "" ? size - 1 : Math.min(Number(last), size - 1) };
}
