import { separator } from "./wire.ts";

/** An answer that holds as long as these counts stand as they are: places and figures in turn. */
export class Lasting {
  readonly value: unknown;
  readonly stand: readonly number[];

  constructor(value: unknown, stand: readonly number[]) {
    this.value = value;
    this.stand = stand;
  }
}

const mark = "=";

/** Such an answer as it travels: its stand before its text. */
export function lastingText(stand: readonly number[], text: string): string {
  return `${mark}${stand.join()}${separator}${text}`;
}

/** The stand and the text of such an answer; undefined of any other. */
export function readLasting(
  answer: string,
): { readonly stand: readonly number[]; readonly text: string } | undefined {
  if (!answer.startsWith(mark)) return undefined;
  const end = answer.indexOf(separator);
  return { stand: answer.slice(mark.length, end).split(",").map(Number), text: answer.slice(end + 1) };
}
