import { patternProblem } from "./pattern-problem.ts";

const compiled = new Map<string, RegExp | null>();

/** A pattern in the syntax of RE2 as a RegExp; undefined if it cannot be one. */
export function compilePattern(pattern: string): RegExp | undefined {
  let known = compiled.get(pattern);
  if (known === undefined) {
    known = patternProblem(pattern) === undefined ? (build(pattern) ?? null) : null;
    compiled.set(pattern, known);
  }
  return known ?? undefined;
}

function build(pattern: string): RegExp | undefined {
  const { source, flags } = translate(pattern);
  for (const mode of [`${flags}u`, flags]) {
    try {
      return new RegExp(source, mode);
    } catch {
      // unicode mode refuses some escapes that RE2 allows: \- outside of a class, for one
    }
  }
  return undefined;
}

/** Spells out what JavaScript writes differently: leading flags, named groups, \A, \z, \Q…\E, [[:alpha:]], \pL, \x{1F600}. */
function translate(pattern: string): { source: string; flags: string } {
  const lead = /^\(\?([ims]+)\)/.exec(pattern);
  const body = lead === null ? pattern : pattern.slice(lead[0].length);
  const source = body
    .replace(/\\Q(.*?)(?:\\E|$)/gs, (_, literal: string) => literal.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"))
    .replaceAll("(?P<", "(?<")
    .replace(/\\([Az])/g, (_, edge: string) => (edge === "A" ? "^" : "$"))
    .replace(/\[:(\^?)(\w+):\]/g, (whole, not: string, word: string) =>
      not === "" ? (posixClasses.get(word) ?? whole) : whole,
    )
    .replace(/\\(\d)/g, "\\x0$1")
    .replace(/\\([pP])(\p{Lu})/gu, "\\$1{$2}")
    .replace(/\\([pP])\{(\w{3,})\}/g, "\\$1{Script=$2}")
    .replace(/\\x\{([\da-fA-F]+)\}/g, "\\u{$1}");
  return { source, flags: lead?.[1] ?? "" };
}

const posixClasses = new Map(
  Object.entries({
    alnum: "0-9A-Za-z",
    alpha: "A-Za-z",
    ascii: "\\x00-\\x7F",
    blank: "\\t ",
    cntrl: "\\x00-\\x1F\\x7F",
    digit: "0-9",
    graph: "!-~",
    lower: "a-z",
    print: " -~",
    punct: "!-\\/:-@\\[-`{-~",
    space: "\\t\\n\\v\\f\\r ",
    upper: "A-Z",
    word: "0-9A-Za-z_",
    xdigit: "0-9A-Fa-f",
  }),
);
