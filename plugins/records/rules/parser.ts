import { InvalidFilter } from "../errors.ts";
import { type Sign, type Token, tokenize } from "./lexer.ts";

/** One side of a comparison. Literals are numbered, so that filters that differ in them alone share their SQL. */
export type Operand =
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "literal"; readonly index: number }
  | { readonly kind: "call"; readonly name: string; readonly args: readonly Operand[] };

export type Node =
  | { readonly kind: "and" | "or"; readonly parts: readonly Node[] }
  | { readonly kind: "compare"; readonly left: Operand; readonly sign: Sign; readonly right: Operand };

export interface Filter {
  readonly node: Node;
  readonly literals: readonly (string | number)[];
  /** The text with its literals left out: equal for filters of one shape. */
  readonly shape: string;
}

const maxExpressions = 200;
const maxCallDepth = 3;
const maxGroupDepth = 1000;
const kept = new Map<string, Filter>();
const keptFilters = 500;

/** Reads a filter; the latest ones are kept. Throws InvalidFilter. */
export function parseFilter(source: string): Filter {
  const known = kept.get(source);
  if (known !== undefined) return known;
  const filter = new Parser(tokenize(source)).filter();
  if (kept.size >= keptFilters) kept.delete(kept.keys().next().value as string);
  kept.set(source, filter);
  return filter;
}

class Parser {
  readonly #tokens: readonly Token[];
  readonly #literals: (string | number)[] = [];
  #shape = "";
  #at = 0;
  #expressions = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  filter(): Filter {
    const node = this.#group(0);
    if (this.#at < this.#tokens.length) throw new InvalidFilter("unexpected character ')'");
    return { node, literals: this.#literals, shape: this.#shape };
  }

  /** Items joined by && and ||; && binds tighter. */
  #group(depth: number): Node {
    if (depth > maxGroupDepth) throw new InvalidFilter("parentheses nested too deeply");
    const alternatives: Node[][] = [[this.#item(depth)]];
    for (;;) {
      const join = this.#join();
      if (join === undefined) return combine(alternatives);
      const item = this.#item(depth);
      if (join === "OR") alternatives.push([item]);
      else alternatives.at(-1)?.push(item);
    }
  }

  /** The join to the next item. Before a parenthesis it may be left out and means &&. */
  #join(): "AND" | "OR" | undefined {
    const token = this.#tokens[this.#at];
    if (token === undefined || token.kind === "close") return undefined;
    if (token.kind === "open") {
      this.#shape += " AND ";
      return "AND";
    }
    if (token.kind !== "join") throw new InvalidFilter("&& or || expected");
    this.#at++;
    this.#shape += ` ${token.join} `;
    return token.join;
  }

  #item(depth: number): Node {
    if (this.#tokens[this.#at]?.kind !== "open") return this.#comparison();
    this.#at++;
    this.#shape += "(";
    const node = this.#group(depth + 1);
    if (this.#at >= this.#tokens.length) {
      throw new InvalidFilter(`invalid formatted group - missing ${depth + 1} closing bracket(s)`);
    }
    this.#expect("close");
    this.#shape += ")";
    return node;
  }

  #comparison(): Node {
    if (++this.#expressions > maxExpressions) {
      throw new InvalidFilter("max filter expressions limit reached");
    }
    const left = this.#operand(0);
    const sign = this.#tokens[this.#at];
    if (sign?.kind !== "sign") throw incomplete();
    this.#at++;
    this.#shape += sign.sign;
    return { kind: "compare", left, sign: sign.sign, right: this.#operand(0) };
  }

  #operand(depth: number): Operand {
    const token = this.#tokens[this.#at++];
    if (token?.kind === "text" || token?.kind === "number") {
      this.#shape += token.kind === "text" ? "''" : "0";
      return { kind: "literal", index: this.#literals.push(token.value) - 1 };
    }
    if (token?.kind !== "name") throw incomplete();
    this.#shape += ` ${token.text}`;
    if (!token.calls) return { kind: "name", name: token.text };
    if (depth >= maxCallDepth) throw new InvalidFilter("functions nested too deeply");
    return { kind: "call", name: token.text, args: this.#arguments(depth + 1) };
  }

  #arguments(depth: number): readonly Operand[] {
    this.#expect("open");
    this.#shape += "(";
    const args: Operand[] = [];
    while (this.#tokens[this.#at]?.kind !== "close") {
      args.push(this.#operand(depth));
      this.#shape += ",";
      if (this.#tokens[this.#at]?.kind !== "close") this.#expect("comma");
    }
    this.#at++;
    this.#shape += ")";
    return args;
  }

  #expect(kind: Token["kind"]): void {
    if (this.#tokens[this.#at++]?.kind !== kind) throw new InvalidFilter(`${kind} expected`);
  }
}

function incomplete(): InvalidFilter {
  return new InvalidFilter("invalid or incomplete filter expression");
}

function combine(alternatives: readonly (readonly Node[])[]): Node {
  const parts = alternatives.map((items) => single("and", items));
  return single("or", parts);
}

function single(kind: "and" | "or", parts: readonly Node[]): Node {
  return parts.length === 1 ? (parts[0] as Node) : { kind, parts };
}
