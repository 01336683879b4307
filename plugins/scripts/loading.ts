import { readFile } from "node:fs/promises";
import { type Place, ScriptProblem } from "./errors.ts";

/** Why a file is not in place. */
export interface Refusal {
  readonly file: string;
  readonly message: string;
  readonly line?: number;
  readonly column?: number;
  /** The lines around the place, as their author wrote them. */
  readonly source?: readonly { readonly line: number; readonly text: string }[];
}

/** What came of the last time scripts were loaded. */
export interface Loading {
  readonly at: Date;
  readonly ms: number;
  readonly refusals: readonly Refusal[];
}

const linesAround = 3;

/** A failure with the lines around its place. */
export async function refusalOf(file: string, error: unknown): Promise<Refusal> {
  const place = error instanceof ScriptProblem ? error.place : undefined;
  const message = error instanceof Error ? error.message : String(error);
  if (place === undefined) return { file, message };
  const { line, column } = place;
  return { file: place.file, message, line, column, source: await around(place) };
}

async function around({ file, line }: Place): Promise<NonNullable<Refusal["source"]>> {
  const text = await readFile(file, "utf8").catch(() => ""); // gone by now: the place has to do
  const first = Math.max(1, line - linesAround);
  return text
    .split("\n")
    .slice(first - 1, line + linesAround)
    .map((shown, i) => ({ line: first + i, text: shown }));
}
