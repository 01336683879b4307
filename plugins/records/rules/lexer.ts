import { InvalidFilter } from "../errors.ts";

export type Sign = (typeof signs)[number];

export type Token =
  | { readonly kind: "name"; readonly text: string; readonly calls: boolean }
  | { readonly kind: "text"; readonly value: string }
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "sign"; readonly sign: Sign }
  | { readonly kind: "join"; readonly join: "AND" | "OR" }
  | { readonly kind: "open" }
  | { readonly kind: "close" }
  | { readonly kind: "comma" };

// Longer signs first, so that `>=` is not read as `>`.
const signs = [
  "?!=",
  "?!~",
  "?>=",
  "?<=",
  "!=",
  "!~",
  ">=",
  "<=",
  "?=",
  "?~",
  "?>",
  "?<",
  "=",
  "~",
  ">",
  "<",
] as const;

const blank = /(?:[ \t\n]+|\/\/[^\n]*)+/y;
const name = /[A-Za-z_@#][\w.:]*/y;
const number = /-?\d+(?:\.\d+)?/y;
const text = /'((?:\\.|[^'\\])*)'|"((?:\\.|[^"\\])*)"/sy;

/** Cuts a filter into tokens. Throws InvalidFilter where it finds none. */
export function tokenize(source: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;

  const read = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const found = pattern.exec(source);
    if (found !== null) at = pattern.lastIndex;
    return found;
  };

  while (at < source.length) {
    if (read(blank) !== null) continue;
    tokens.push(readToken(source, at, read, (width) => (at += width)));
  }
  return tokens;
}

function readToken(
  source: string,
  at: number,
  read: (pattern: RegExp) => RegExpExecArray | null,
  skip: (width: number) => void,
): Token {
  const found = read(name) ?? undefined;
  if (found !== undefined) return nameToken(found[0], source[at + found[0].length] === "(");
  const digits = read(number);
  if (digits !== null) return { kind: "number", value: Number(digits[0]) };
  const quoted = read(text);
  if (quoted !== null) return { kind: "text", value: unquote(quoted) };
  const sign = signs.find((candidate) => source.startsWith(candidate, at));
  const mark = sign ?? marks.find((candidate) => source.startsWith(candidate, at));
  if (mark === undefined) throw new InvalidFilter(`unexpected character at ${at}`);
  skip(mark.length);
  return sign !== undefined ? { kind: "sign", sign } : (tokenOf[mark] as Token);
}

const tokenOf: Readonly<Record<string, Token>> = {
  "&&": { kind: "join", join: "AND" },
  "||": { kind: "join", join: "OR" },
  "(": { kind: "open" },
  ")": { kind: "close" },
  ",": { kind: "comma" },
};
const marks = Object.keys(tokenOf);

function nameToken(text: string, calls: boolean): Token {
  const isLoneMark = text === "_" || text === "@" || text === "#";
  if (isLoneMark || text.endsWith(".") || text.endsWith(":")) {
    throw new InvalidFilter(`invalid identifier "${text}"`);
  }
  return { kind: "name", text, calls };
}

const escaped: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t" };

/** A backslash before a quote, a backslash or one of `nrt` escapes it; before anything else it stands for itself. */
function unquote(found: RegExpExecArray): string {
  const inner = found[1] ?? found[2] ?? "";
  if (!inner.includes("\\")) return inner;
  return inner.replace(/\\([nrt"'\\])/g, (_, character: string) => escaped[character] ?? character);
}
