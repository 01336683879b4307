import { InvalidFilter } from "../errors.ts";
import { quotedCharacter, quotedText } from "./quoting.ts";

export type Sign = (typeof signs)[number];

/** What can stand on a side of a comparison. */
export type OperandToken =
  | { readonly kind: "identifier"; readonly text: string }
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "number"; readonly text: string }
  | { readonly kind: "function"; readonly text: string; readonly args: readonly OperandToken[] };

export type Token =
  | OperandToken
  | { readonly kind: "sign"; readonly text: Sign }
  | { readonly kind: "join"; readonly text: "&&" | "||" }
  /** What stands in parentheses, to be read by itself. */
  | { readonly kind: "group"; readonly text: string };

const signs = [
  "=",
  "!=",
  ">",
  ">=",
  "<",
  "<=",
  "~",
  "!~",
  "?=",
  "?!=",
  "?>",
  "?>=",
  "?<",
  "?<=",
  "?~",
  "?!~",
] as const;

const space = /[ \t\n]+/y;
const comment = /\/\/[^\n]*/y;
const name = /[A-Za-z_@#][\w.:]*/y;
const number = /(?=[-\d])-?\d*(?:\.\d*)?/y;
const text = /'((?:\\.|[^'\\])*)'|"((?:\\.|[^"\\])*)"/sy;
const sign = /[=!?<>~]+/y;
const join = /[&|]+/y;

const maxCallDepth = 3;

/** Reads the tokens of a filter one by one. Throws InvalidFilter, in the reference's words, where there is none. */
export class Lexer {
  readonly #source: string;
  #at = 0;

  constructor(source: string) {
    this.#source = source;
  }

  /** Undefined at the end. */
  next(): Token | undefined {
    this.#skipBlanks();
    if (this.#at >= this.#source.length) return undefined;
    const operand = this.#operand(0);
    if (operand !== undefined) return operand;
    const marks = this.#read(sign);
    if (marks !== undefined) return { kind: "sign", text: known(signs, marks, "sign") };
    const joins = this.#read(join);
    if (joins !== undefined) return { kind: "join", text: known(["&&", "||"], joins, "join") };
    if (this.#character === "(") return { kind: "group", text: this.#group() };
    throw new InvalidFilter(`unexpected character ${quotedCharacter(this.#character)}`);
  }

  get #character(): string {
    const code = this.#source.codePointAt(this.#at);
    return code === undefined ? "" : String.fromCodePoint(code);
  }

  #read(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#source);
    if (found === null) return undefined;
    this.#at = pattern.lastIndex;
    return found[0];
  }

  #skipBlanks(): void {
    while (this.#read(space) !== undefined || this.#read(comment) !== undefined);
    if (this.#character === "/") throw new InvalidFilter("invalid comment");
  }

  #operand(depth: number): OperandToken | undefined {
    const word = this.#read(name);
    if (word !== undefined) return this.#named(word, depth);
    const digits = this.#read(number);
    if (digits !== undefined) return numberToken(digits);
    if (this.#character !== '"' && this.#character !== "'") return undefined;
    return { kind: "text", text: unquote(this.#quoted()) };
  }

  #named(word: string, depth: number): OperandToken {
    const calls = this.#character === "(";
    const isLoneMark = word === "_" || word === "@" || word === "#";
    if (isLoneMark || word.endsWith(".") || word.endsWith(":"))
      throw new InvalidFilter(`invalid ${calls ? "function name" : "identifier"} "${word}"`);
    if (!calls) return { kind: "identifier", text: word };
    return { kind: "function", text: word, args: this.#arguments(word, depth + 1) };
  }

  #quoted(): string {
    const found = this.#read(text);
    if (found !== undefined) return found;
    const rest = this.#source.slice(this.#at);
    throw new InvalidFilter(`invalid quoted text ${quotedText(shownText(rest))}`);
  }

  #arguments(called: string, depth: number): readonly OperandToken[] {
    if (depth > maxCallDepth)
      throw new InvalidFilter(`max nested function arguments reached (max: ${maxCallDepth})`);
    const args: OperandToken[] = [];
    let wants: "argument" | "comma" = "argument";
    this.#at++;
    for (;;) {
      within(`failed to scan comment in function "${called}"`, () => this.#skipBlanks());
      const character = this.#character;
      if (character === "")
        throw new InvalidFilter(`invalid or incomplete function "${called}" (expected ')')`);
      if (character === ")") break;
      if (character === ",") {
        if (wants === "argument") throw new InvalidFilter(`unexpected comma in function "${called}"`);
        wants = "argument";
        this.#at++;
      } else if (wants === "comma") {
        throw new InvalidFilter(`expected comma after the last argument in function "${called}"`);
      } else {
        args.push(this.#argument(called, depth));
        wants = "comma";
      }
    }
    this.#at++;
    return args;
  }

  #argument(called: string, depth: number): OperandToken {
    const [kind, shown] = this.#upcoming();
    if (kind === undefined)
      throw new InvalidFilter(
        `unsupported argument character ${quotedCharacter(this.#character)} in function "${called}"`,
      );
    const where = `invalid ${kind} argument ${quotedText(shown)} in function "${called}"`;
    return within(where, () => this.#operand(depth)) as OperandToken;
  }

  /** What kind of argument comes next, and how an error shows it. */
  #upcoming(): readonly [kind: "identifier" | "number" | "text" | undefined, shown: string] {
    const start = this.#at;
    const peek = (pattern: RegExp): string | undefined => {
      const found = this.#read(pattern);
      this.#at = start;
      return found;
    };
    const word = peek(name);
    if (word !== undefined) return ["identifier", word];
    const digits = peek(number);
    if (digits !== undefined) return ["number", digits];
    if (this.#character !== '"' && this.#character !== "'") return [undefined, ""];
    return ["text", shownText(peek(text) ?? this.#source.slice(start))];
  }

  /** What stands between the parenthesis here and its own end. */
  #group(): string {
    const start = ++this.#at;
    for (let open = 1; ; ) {
      const character = this.#source[this.#at];
      if (character === undefined)
        throw new InvalidFilter(`invalid formatted group - missing ${open} closing bracket(s)`);
      if (character === '"' || character === "'") {
        this.#quoted();
        continue;
      }
      this.#at++;
      if (character === "(") open++;
      else if (character === ")" && --open === 0) return this.#source.slice(start, this.#at - 1);
    }
  }
}

function known<T extends string>(all: readonly T[], found: string, kind: string): T {
  const one = all.find((candidate) => candidate === found);
  if (one === undefined) throw new InvalidFilter(`invalid ${kind} operator ${quotedText(found)}`);
  return one;
}

function within<T>(where: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof InvalidFilter)) throw error;
    throw new InvalidFilter(`${where}: ${error.reason}`);
  }
}

function numberToken(digits: string): OperandToken {
  if (digits === "-" || digits.endsWith(".")) throw new InvalidFilter(`invalid number "${digits}"`);
  return { kind: "number", text: digits };
}

const escaped: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t" };

/** A backslash before a quote, a backslash or one of `nrt` escapes it; before anything else it stands for itself. */
function unquote(quoted: string): string {
  const inner = quoted.slice(1, -1);
  if (!inner.includes("\\")) return inner;
  return inner.replace(/\\([nrt"'\\])/g, (_, character: string) => escaped[character] ?? character);
}

/** A quoted text as errors show it: its own quotes no longer escaped. */
function shownText(quoted: string): string {
  return quoted.replaceAll(`\\${quoted[0]}`, quoted[0] as string);
}
