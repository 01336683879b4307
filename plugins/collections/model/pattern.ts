/**
 * Patterns are RE2's. Those of one anchored row of characters and classes with no more than one part of any length mean the
 * same to JavaScript, which cannot be made to try many ways to match them; most patterns are like that. All others are for an
 * engine that takes time in proportion to the text, whatever the pattern.
 */
export function quickPattern(pattern: string): RegExp | undefined {
  let known = kept.get(pattern);
  if (known === undefined) {
    known = isQuick(pattern) ? (build(pattern) ?? null) : null;
    if (kept.size >= mostKept) kept.clear();
    kept.set(pattern, known);
  }
  return known ?? undefined;
}

const mostKept = 1000;
const kept = new Map<string, RegExp | null>();

// Not `.` and `\s`: JavaScript knows more line ends and spaces.
const character = String.raw`\\[dDwW]|\\[.*+?()[\]{}|^$/\\]|[^\\^$.*+?()[\]{}|]`;
const characterClass = String.raw`\[\^?(?:\\[dDwW]|\\[-.*+?()[\]{}|^$/\\]|[^\\[\]])+\]`;
const times = String.raw`[*+?]|\{\d+(?:,\d*)?\}`;

function isQuick(pattern: string): boolean {
  const part = new RegExp(`(?:${characterClass}|${character})(${times})?`, "uy");
  const isAnchored = pattern.startsWith("^");
  const end = pattern.endsWith("$") && !pattern.endsWith("\\$") ? pattern.length - 1 : pattern.length;
  let ofAnyLength = 0;
  part.lastIndex = isAnchored ? 1 : 0;
  while (part.lastIndex < end) {
    const [, count] = part.exec(pattern) ?? [undefined, "none"];
    if (count === "none") return false;
    if (count !== undefined && !/^\{\d+\}$/.test(count)) ofAnyLength++;
  }
  return ofAnyLength <= (isAnchored ? 1 : 0);
}

function build(pattern: string): RegExp | undefined {
  try {
    return new RegExp(pattern, "u");
  } catch {
    return undefined; // RE2 has the last word
  }
}
