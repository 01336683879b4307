import type { Stand } from "#kernel";
import { separator } from "./wire.ts";

/** An answer that holds as long as counts of writes stand as they do. */
export class Lasting {
  readonly value: unknown;
  readonly stand: Stand;

  constructor(value: unknown, stand: Stand) {
    this.value = value;
    this.stand = stand;
  }
}

const mark = "=";

/** Such an answer as it travels: its stand before its text. */
export function lastingText(stand: Stand, text: string): string {
  return `${mark}${stand.join()}${separator}${text}`;
}

/** The stand and the text of such an answer; undefined of any other. */
export function readLasting(answer: string): { readonly stand: Stand; readonly text: string } | undefined {
  if (!answer.startsWith(mark)) return undefined;
  const end = answer.indexOf(separator);
  return { stand: answer.slice(mark.length, end).split(",").map(Number), text: answer.slice(end + 1) };
}
