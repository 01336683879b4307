import { dialect, type SqlValue } from "#kernel";
import type { Alias, Read } from "./alias.ts";
import { type Fill, hole, plain, wrap } from "./piece.ts";

/** What is known of a value before the statement runs: NULL, the empty text, surely neither, or nothing. */
export type Level = "null" | "blank" | "value" | "open";

/** One side of a comparison, resolved. */
export interface Value {
  /** The rows it is read from; none for what the caller sent. */
  readonly rows: readonly Alias[];
  readonly read: Read;
  readonly level: Level;
  /** How SQLite would convert what it is compared with. */
  readonly affinity: "text" | "number" | "none";
  /** Read as the right side of `~`, where that is not '%' || value || '%'. */
  readonly pattern?: Read;
  /** JSON: NULL and the empty text are two things. */
  readonly strict?: true;
  /** NULL counts as the empty text even beside a value that is not empty. */
  readonly fallback?: true;
  /** Not NULL even where its row is missing. */
  readonly neverNull?: true;
  /** A bound number, which the reference binds as a float. */
  readonly float?: true;
  /** Some of its values are enough, even without a `?`. */
  readonly some?: true;
  /**
   * Beside a side that must hold for all its values, the reference finds no exceptions to this one; or, where it is the
   * right side and `missing`, takes it for NULL in looking for them.
   */
  readonly loose?: "ignored" | "missing";
  /** The auth record whose email this is and must be public. */
  readonly emailOf?: Alias;
}

const nothing = plain("NULL");
export const nullValue: Value = { rows: [], read: () => nothing, level: "null", affinity: "none" };
/** NULL as the value of something, not as a word: it is compared as it is. */
export const missingValue: Value = { ...nullValue, level: "value" };
export const trueValue: Value = { rows: [], read: () => plain("1"), level: "value", affinity: "none" };
export const falseValue: Value = { rows: [], read: () => plain("0"), level: "value", affinity: "none" };

/** Whether something was sent: SQL's words, beside which IS asks for the truth of the other side. */
export const sentAtAll: Value = { ...trueValue, read: () => plain("TRUE") };
export const notSent: Value = { ...falseValue, read: () => plain("FALSE") };

/** `null`, `true` and `false`, in any case. */
export function namedValue(name: string): Value | undefined {
  return { null: nullValue, true: trueValue, false: falseValue }[name.toLowerCase()];
}

export type Sent = string | number | bigint | boolean | null | undefined;

/** A value the caller sent; `sample` is what it is this time, `read` what it will be every time. */
export function sentValue(sample: Sent, read: (fill: Fill) => Sent): Value {
  if (sample === null || sample === undefined) return nullValue;
  const value = hole((fill) => bound(read(fill)));
  const pattern = wrap(
    hole((fill) => likePattern(read(fill))),
    dialect.pattern,
  );
  return {
    rows: [],
    read: () => value,
    pattern: () => pattern,
    level: sample === "" ? "blank" : "value",
    affinity: "none",
    ...(typeof sample === "number" && { float: true }),
  };
}

/** What the compiled text depends on in a sent value. */
export function kindOf(sample: Sent): string {
  if (sample === null || sample === undefined) return "null";
  if (sample === "") return "blank";
  return typeof sample === "number" ? "number" : "value";
}

function bound(value: Sent): SqlValue {
  if (value === undefined) return null;
  return typeof value === "boolean" ? Number(value) : value;
}

/** Text is looked for anywhere, unless it brings its own unescaped %. */
function likePattern(value: Sent): SqlValue {
  const text = typeof value === "number" ? decimal(value) : String(value ?? "");
  if (/(?:^|[^\\])(?:\\\\)*%/.test(text)) return text;
  return `%${withoutWildcards(text)}%`;
}

/**
 * As in the reference, the text is read from its end: a backslash before a wildcard escapes it already, and whatever stands
 * before one is not looked at again.
 */
function withoutWildcards(text: string): string {
  let escaped = "";
  for (let i = text.length - 1; i >= 0; i--) {
    const character = text[i] as string;
    if (!"\\%_".includes(character)) {
      escaped = character + escaped;
      continue;
    }
    const before = text[--i] ?? "";
    escaped = `${before === "\\" ? "" : before}\\${character}${escaped}`;
  }
  return escaped;
}

/** A number without exponent. */
function decimal(value: number): string {
  const text = Object.is(value, -0) ? "-0" : String(value);
  if (!text.includes("e")) return text;
  return Math.abs(value) < 1
    ? value.toFixed(20).replace(/0+$/, "")
    : value.toLocaleString("en-US", { useGrouping: false, maximumFractionDigits: 20 });
}
