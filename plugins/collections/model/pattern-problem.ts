/** What is wrong with a pattern, in the words of Go's regexp package; undefined if nothing. */
export function patternProblem(pattern: string): string | undefined {
  const problem = lookaround(pattern) ?? brackets(pattern) ?? repetition(pattern) ?? escapes(pattern);
  return problem === undefined ? undefined : `error parsing regexp: ${problem}`;
}

function lookaround(pattern: string): string | undefined {
  const match = /\(\?(?:<?[=!])/.exec(withoutEscapes(pattern));
  return match === null ? undefined : `invalid or unsupported Perl syntax: \`${match[0].slice(0, 3)}\``;
}

function brackets(pattern: string): string | undefined {
  const plain = withoutEscapes(pattern);
  let depth = 0;
  for (let i = 0; i < plain.length; i++) {
    if (plain[i] === "[") {
      const end = endOfClass(plain, i);
      if (end === -1) return `missing closing ]: \`${pattern.slice(i)}\``;
      i = end;
    } else if (plain[i] === "(") depth++;
    else if (plain[i] === ")" && --depth < 0) return `unexpected ): \`${pattern}\``;
  }
  return depth > 0 ? `missing closing ): \`${pattern}\`` : undefined;
}

// A "]" right after the opening belongs to the class; so does the name of a POSIX class.
function endOfClass(plain: string, start: number): number {
  let i = start + 1;
  if (plain[i] === "^") i++;
  if (plain[i] === "]") i++;
  for (; i < plain.length; i++) {
    if (plain.startsWith("[:", i) && plain.includes(":]", i)) i = plain.indexOf(":]", i) + 1;
    else if (plain[i] === "]") return i;
  }
  return -1;
}

function repetition(pattern: string): string | undefined {
  const plain = withoutEscapes(pattern).replace(/\[\^?\]?[^\]]*\]/g, (text) => "_".repeat(text.length));
  const missing = /(?:^|[(|])([*+?])/.exec(plain.replace(/\(\?/g, "(_"));
  if (missing !== null) return `missing argument to repetition operator: \`${missing[1]}\``;
  const doubled = /[*+?}]([*+]|\{\d+(?:,\d*)?\})|\?\?[?]/.exec(plain);
  if (doubled !== null) return `invalid nested repetition operator: \`${doubled[0]}\``;
  for (const [text, from, to] of plain.matchAll(/\{(\d+)(?:,(\d*))?\}/g)) {
    if (Number(from) > 1000 || Number(to || 0) > 1000 || (to && Number(to) < Number(from)))
      return `invalid repeat count: \`${text}\``;
  }
  return undefined;
}

function escapes(pattern: string): string | undefined {
  if (/(?:^|[^\\])(?:\\\\)*\\$/.test(pattern)) return "trailing backslash at end of expression: ``";
  for (const [, letter] of pattern.matchAll(/\\(.)/gsu)) {
    if (letter !== undefined && /[a-zA-Z1-9]/.test(letter) && !/[aftnrvdDsSwWbBAzQEpPxC]/.test(letter))
      return `invalid escape sequence: \`\\${letter}\``;
  }
  return undefined;
}

/** The pattern with escaped characters blanked, at the same length. */
function withoutEscapes(pattern: string): string {
  return pattern.replace(/\\(?:[pPx]\{[^}]*\}|.)/gs, (text) => "_".repeat(text.length));
}
