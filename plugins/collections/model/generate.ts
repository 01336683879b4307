import { randomInt } from "./random.ts";

/** Most repetitions of `*`, `+` and `{n,}` beyond the least. */
const openRepeats = 6;

type Part = () => string;

const generators = new Map<string, Part>();

/** Random text that a pattern matches; throws for patterns with anchors, classes by negation excepted. */
export function generate(pattern: string): string {
  let part = generators.get(pattern);
  if (part === undefined) {
    part = new Reader(pattern).read();
    generators.set(pattern, part);
  }
  return part();
}

/** Reads a pattern into what makes text of it. */
class Reader {
  readonly #text: string;
  #at = 0;

  constructor(pattern: string) {
    this.#text = pattern;
  }

  read(): Part {
    const part = this.#alternatives();
    if (this.#at < this.#text.length) throw new Error(`unexpected ): \`${this.#text}\``);
    return part;
  }

  #alternatives(): Part {
    const choices = [this.#sequence()];
    while (this.#take("|")) choices.push(this.#sequence());
    return choices.length === 1 ? (choices[0] as Part) : () => (choices[randomInt(choices.length)] as Part)();
  }

  #sequence(): Part {
    const parts: Part[] = [];
    while (this.#at < this.#text.length && !"|)".includes(this.#text[this.#at] as string)) {
      parts.push(this.#repeated(this.#atom()));
    }
    return () => parts.map((part) => part()).join("");
  }

  #atom(): Part {
    const character = this.#next();
    if (character === "(") return this.#group();
    if (character === "[") return oneOf(this.#class());
    if (character === ".") return oneOf(printable());
    if (character === "\\") return oneOf(this.#escape());
    if (character === "^" || character === "$") throw unsupported(character);
    return () => character;
  }

  #group(): Part {
    const opening = /^\?(?::|P?<\w+>)/.exec(this.#text.slice(this.#at));
    if (opening !== null) this.#at += opening[0].length;
    const inner = this.#alternatives();
    if (!this.#take(")")) throw new Error(`missing closing ): \`${this.#text}\``);
    return inner;
  }

  #repeated(part: Part): Part {
    const match = /^(?:([*+?])|\{(\d+)(?:,(\d*))?\})\??/.exec(this.#text.slice(this.#at));
    if (match === null) return part;
    this.#at += match[0].length;
    const least = match[1] === undefined ? Number(match[2]) : match[1] === "+" ? 1 : 0;
    const most = mostRepeats(match, least);
    return () => {
      let text = "";
      for (let left = least + randomInt(most - least + 1); left > 0; left--) text += part();
      return text;
    };
  }

  #class(): string {
    const negated = this.#take("^");
    let characters = "";
    for (let first = true; first || this.#text[this.#at] !== "]"; first = false) {
      const start = this.#classItem();
      const isRange = this.#text[this.#at] === "-" && this.#text[this.#at + 1] !== "]";
      if (!isRange || start.length !== 1) {
        characters += start;
        continue;
      }
      this.#at++;
      characters += range(start, this.#classItem());
    }
    this.#at++;
    return negated ? [...printable()].filter((one) => !characters.includes(one)).join("") : characters;
  }

  #classItem(): string {
    const character = this.#next();
    return character === "\\" ? this.#escape() : character;
  }

  #escape(): string {
    const character = this.#next();
    const known = escapedClasses[character];
    if (known !== undefined) return known();
    if (/[bBAzpP]/.test(character)) throw unsupported(`\\${character}`);
    return character;
  }

  #take(character: string): boolean {
    if (this.#text[this.#at] !== character) return false;
    this.#at++;
    return true;
  }

  #next(): string {
    const character = this.#text[this.#at++];
    if (character === undefined) throw new Error(`unexpected end of pattern: \`${this.#text}\``);
    return character;
  }
}

function mostRepeats(match: RegExpExecArray, least: number): number {
  if (match[1] !== undefined) return match[1] === "?" ? 1 : least + openRepeats;
  if (match[3] === undefined) return least;
  return match[3] === "" ? least + openRepeats : Number(match[3]);
}

function oneOf(characters: string): Part {
  const list = [...characters];
  return () => list[randomInt(list.length)] ?? "";
}

function range(from: string, to: string): string {
  const [first, last] = [from.codePointAt(0) ?? 0, to.codePointAt(0) ?? 0];
  let text = "";
  for (let code = first; code <= last; code++) text += String.fromCodePoint(code);
  return text;
}

const printable = (): string => range(" ", "~");
const escapedClasses: Readonly<Record<string, () => string>> = {
  d: () => range("0", "9"),
  D: () => [...printable()].filter((one) => !/\d/.test(one)).join(""),
  w: () => `${range("a", "z")}${range("A", "Z")}${range("0", "9")}_`,
  W: () => [...printable()].filter((one) => !/\w/.test(one)).join(""),
  s: () => "\t\n\f\r ",
  S: () => range("!", "~"),
  t: () => "\t",
  n: () => "\n",
  r: () => "\r",
  f: () => "\f",
};

// Numbered as in Go's regexp/syntax, whose words these are.
const operators: Readonly<Record<string, number>> = {
  "^": 9,
  "\\A": 9,
  $: 10,
  "\\z": 10,
  "\\b": 11,
  "\\B": 12,
};

function unsupported(operator: string): Error {
  return new Error(`unsupported pattern operator ${operators[operator] ?? operator}`);
}
