import { InvalidFilter } from "../errors.ts";
import { Lexer, type OperandToken, type Sign, type Token } from "./lexer.ts";
import { quotedText } from "./quoting.ts";

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
const maxGroupDepth = 1000;
const kept = new Map<string, Filter>();
const keptFilters = 500;

/** Reads a filter; the latest ones are kept. Throws InvalidFilter. */
export function parseFilter(source: string): Filter {
  const known = kept.get(source);
  if (known !== undefined) return known;
  const filter = new Parser().filter(source);
  if (kept.size >= keptFilters) kept.delete(kept.keys().next().value as string);
  kept.set(source, filter);
  return filter;
}

class Parser {
  readonly #literals: (string | number)[] = [];
  #shape = "";
  #expressions = 0;

  filter(source: string): Filter {
    const node = this.#group(source, 0);
    return { node, literals: this.#literals, shape: this.#shape };
  }

  /** Items joined by && and ||; && binds tighter. Before a parenthesis the join may be left out and means &&. */
  #group(source: string, depth: number): Node {
    if (depth > maxGroupDepth) throw new InvalidFilter("parentheses nested too deeply");
    const tokens = new Lexer(source);
    let token = tokens.next();
    if (token === undefined) throw new InvalidFilter("empty filter expression");
    const alternatives: Node[][] = [[]];
    for (;;) {
      alternatives.at(-1)?.push(this.#item(token, tokens, depth));
      token = tokens.next();
      if (token === undefined) return combine(alternatives);
      if (token.kind !== "join" && token.kind !== "group") throw notThat("&& or ||", token);
      const join = token.text === "||" && token.kind === "join" ? "OR" : "AND";
      this.#shape += ` ${join} `;
      if (join === "OR") alternatives.push([]);
      if (token.kind === "join") token = tokens.next();
    }
  }

  /** A comparison or a group. One that begins where a sign or the right side should stand takes the place of the comparison. */
  #item(first: Token | undefined, tokens: Lexer, depth: number): Node {
    if (first?.kind === "group") return this.#inner(first.text, depth);
    const left = this.#operand(first, "left operand (identifier, function, text or number)");
    const sign = tokens.next();
    if (sign?.kind === "group") return this.#inner(sign.text, depth);
    if (sign?.kind !== "sign") throw notThat("a sign operator", sign);
    this.#shape += sign.text;
    const second = tokens.next();
    if (second?.kind === "group") return this.#inner(second.text, depth);
    const right = this.#operand(second, "right operand (identifier, function text or number)");
    if (++this.#expressions > maxExpressions) throw new InvalidFilter("max filter expressions limit reached");
    return { kind: "compare", left, sign: sign.text, right };
  }

  #inner(source: string, depth: number): Node {
    this.#shape += "(";
    const node = this.#group(source, depth + 1);
    this.#shape += ")";
    return node;
  }

  #operand(token: Token | undefined, expected: string): Operand {
    if (token === undefined || !isOperand(token)) throw notThat(expected, token);
    return this.#value(token);
  }

  #value(token: OperandToken): Operand {
    if (token.kind === "text" || token.kind === "number") {
      this.#shape += token.kind === "text" ? "''" : "0";
      const value = token.kind === "text" ? token.text : Number(token.text);
      return { kind: "literal", index: this.#literals.push(value) - 1 };
    }
    this.#shape += ` ${token.text}`;
    if (token.kind === "identifier") return { kind: "name", name: token.text };
    this.#shape += "(";
    const args = token.args.map((argument) => {
      const value = this.#value(argument);
      this.#shape += ",";
      return value;
    });
    this.#shape += ")";
    return { kind: "call", name: token.text, args };
  }
}

function isOperand(token: Token): token is OperandToken {
  return token.kind !== "sign" && token.kind !== "join" && token.kind !== "group";
}

function notThat(expected: string, got: Token | undefined): InvalidFilter {
  if (got === undefined) return new InvalidFilter("invalid or incomplete filter expression");
  return new InvalidFilter(`expected ${expected}, got ${quotedText(got.text)} (${got.kind})`);
}

function combine(alternatives: readonly (readonly Node[])[]): Node {
  const parts = alternatives.map((items) => single("and", items));
  return single("or", parts);
}

function single(kind: "and" | "or", parts: readonly Node[]): Node {
  return parts.length === 1 ? (parts[0] as Node) : { kind, parts };
}
