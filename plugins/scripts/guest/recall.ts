import { isStill, type Stand } from "#kernel";

interface Known {
  readonly stand: Stand;
  readonly text: string;
}

/** Answers kept, and characters in all of them. */
const mostAnswers = 200;
const mostCharacters = 1_000_000;

const known = new Map<string, Known>();
let characters = 0;
let counts: Int32Array;

export function watchCounts(memory: SharedArrayBuffer): void {
  counts = new Int32Array(memory);
}

/** What the host answered to this, if it would answer the same now. */
export function recall(request: string): string | undefined {
  const answer = known.get(request);
  if (answer === undefined) return undefined;
  if (isStill(counts, answer.stand)) return answer.text;
  forget(request, answer);
  return undefined;
}

/** Keeps an answer for as long as its counts stand. */
export function remember(request: string, answer: Known): void {
  const before = known.get(request);
  if (before !== undefined) forget(request, before);
  known.set(request, answer);
  characters += request.length + answer.text.length;
  for (const [oldest, one] of known) {
    if (known.size <= mostAnswers && characters <= mostCharacters) break;
    forget(oldest, one);
  }
}

function forget(request: string, { text }: Known): void {
  known.delete(request);
  characters -= request.length + text.length;
}
