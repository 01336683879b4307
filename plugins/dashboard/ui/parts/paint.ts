type Kind = "text" | "word" | "note" | "number" | "";

const pieces =
  /(?<note>\/\/[^\n]*|(?<=^|\n)#[^\n]*)|(?<text>"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|`(?:\\.|[^`\\])*`)|(?<word>\b(?:import|from|const|final|await|async|new|return|function|null|true|false|void|curl)\b)|(?<number>\b\d+(?:\.\d+)?\b)/g;

/** Cuts a short example into coloured pieces; good enough for JavaScript, Dart, shell and JSON. */
export function paint(code: string): [Kind, string][] {
  const painted: [Kind, string][] = [];
  let at = 0;
  for (const match of code.matchAll(pieces)) {
    if (match.index > at) painted.push(["", code.slice(at, match.index)]);
    const kind = Object.entries(match.groups ?? {}).find(([, found]) => found !== undefined)?.[0] as Kind;
    painted.push([kind, match[0]]);
    at = match.index + match[0].length;
  }
  if (at < code.length) painted.push(["", code.slice(at)]);
  return painted;
}
