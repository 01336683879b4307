import type { Tagged } from "../bridge/wire.ts";
import { toWire } from "./codec.ts";

export type Params = { [name: string]: unknown };

/** A piece of a WHERE: gives its text and leaves its values in `params`; "" says nothing. */
export interface Condition {
  build(params: Params): string;
}

class Expression implements Condition {
  readonly build: (params: Params) => string;

  constructor(build: (params: Params) => string) {
    this.build = build;
  }

  [toWire](encode: (inner: unknown) => unknown): Tagged {
    const params: Params = {};
    return sqlTag(this.build(params), params, encode);
  }
}

/** Like, with its patterns: both ends open, and `%`, `_` and `\` taken literally. */
class LikeExpression extends Expression {
  #left = true;
  #right = true;
  #escapes: readonly string[] = ["\\", "\\\\", "%", "\\%", "_", "\\_"];

  constructor(column: string, values: readonly string[], operator: string, joint: string) {
    super((params) => {
      if (values.length === 0) return "";
      const parts = values.map((value) => {
        const mark = placeholder(params, this.#pattern(String(value)));
        return `${quoteColumn(column)} ${operator} ${mark}`;
      });
      return parts.join(` ${joint} `);
    });
  }

  match(left: boolean, right: boolean): this {
    this.#left = left;
    this.#right = right;
    return this;
  }

  escape(...pairs: readonly string[]): this {
    this.#escapes = pairs;
    return this;
  }

  #pattern(value: string): string {
    let text = value;
    for (let i = 0; i + 1 < this.#escapes.length; i += 2) {
      text = text.replaceAll(this.#escapes[i] as string, this.#escapes[i + 1] as string);
    }
    return `${this.#left ? "%" : ""}${text}${this.#right ? "%" : ""}`;
  }
}

/** A condition from what scripts give as one: an expression, or a plain object of columns and values. */
export function conditionOf(value: unknown): Condition {
  if (typeof value === "object" && value !== null && "build" in value) return value as Condition;
  if (typeof value === "object" && value !== null) return hashExp(value as Params);
  throw new TypeError("could not convert function call parameter to an expression: use $dbx.exp().");
}

function exp(text: string, values: Params = {}): Expression {
  return new Expression((params) => {
    Object.assign(params, values);
    return text;
  });
}

function hashExp(map: Params): Expression {
  return new Expression((params) => {
    const parts = Object.keys(map)
      .sort()
      .map((key) => columnIs(key, map[key], params))
      .filter((part) => part !== "");
    return parts.length < 2 ? (parts[0] ?? "") : parts.map((part) => part).join(" AND ");
  });
}

function columnIs(column: string, value: unknown, params: Params): string {
  if (value === null || value === undefined) return `${quoteColumn(column)} IS NULL`;
  if (Array.isArray(value)) return inList(column, value, "IN").build(params);
  if (typeof value === "object" && "build" in value) {
    const inner = (value as Condition).build(params);
    return inner === "" ? "" : `(${inner})`;
  }
  return `${quoteColumn(column)}=${placeholder(params, value)}`;
}

function inList(column: string, values: readonly unknown[], operator: "IN" | "NOT IN"): Expression {
  return new Expression((params) => {
    if (values.length === 0) return operator === "IN" ? "0=1" : "";
    const [only] = values;
    if (values.length === 1) {
      if (only === null) return `${quoteColumn(column)} IS ${operator === "IN" ? "" : "NOT "}NULL`;
      return `${quoteColumn(column)}${operator === "IN" ? "=" : "<>"}${placeholder(params, only)}`;
    }
    return `${quoteColumn(column)} ${operator} (${values.map((value) => placeholder(params, value)).join(", ")})`;
  });
}

function joined(word: "AND" | "OR", conditions: readonly unknown[]): Expression {
  return new Expression((params) => {
    const parts = conditions
      .filter((condition) => condition !== null && condition !== undefined)
      .map((condition) => conditionOf(condition).build(params))
      .filter((part) => part !== "");
    return parts.length < 2 ? (parts[0] ?? "") : parts.map((part) => `(${part})`).join(` ${word} `);
  });
}

function wrapped(prefix: string, condition: unknown, whenEmpty: string): Expression {
  return new Expression((params) => {
    const text = conditionOf(condition).build(params);
    return text === "" ? whenEmpty : `${prefix} (${text})`;
  });
}

function range(column: string, operator: string, from: unknown, to: unknown): Expression {
  return new Expression(
    (params) =>
      `${quoteColumn(column)} ${operator} ${placeholder(params, from)} AND ${placeholder(params, to)}`,
  );
}

export const $dbx = {
  exp,
  hashExp,
  not: (condition: unknown) => wrapped("NOT", condition, ""),
  and: (...conditions: readonly unknown[]) => joined("AND", conditions),
  or: (...conditions: readonly unknown[]) => joined("OR", conditions),
  in: (column: string, ...values: readonly unknown[]) => inList(column, values, "IN"),
  notIn: (column: string, ...values: readonly unknown[]) => inList(column, values, "NOT IN"),
  like: (column: string, ...values: readonly string[]) => new LikeExpression(column, values, "LIKE", "AND"),
  orLike: (column: string, ...values: readonly string[]) => new LikeExpression(column, values, "LIKE", "OR"),
  notLike: (column: string, ...values: readonly string[]) =>
    new LikeExpression(column, values, "NOT LIKE", "AND"),
  orNotLike: (column: string, ...values: readonly string[]) =>
    new LikeExpression(column, values, "NOT LIKE", "OR"),
  exists: (condition: unknown) => wrapped("EXISTS", condition, "0=1"),
  notExists: (condition: unknown) => wrapped("NOT EXISTS", condition, ""),
  between: (column: string, from: unknown, to: unknown) => range(column, "BETWEEN", from, to),
  notBetween: (column: string, from: unknown, to: unknown) => range(column, "NOT BETWEEN", from, to),
};

/** A statement or a part of one on its way to the host. */
export function sqlTag(text: string, params: Params, encode: (inner: unknown) => unknown): Tagged {
  return {
    $: "sql",
    text,
    params: Object.entries(params).map(([name, value]) => [name, encode(value) ?? null]),
  };
}

/** Keeps a value under the next generated name; gives its mark. */
export function placeholder(params: Params, value: unknown): string {
  if (typeof value === "object" && value !== null && "build" in value)
    return (value as Condition).build(params);
  const name = `p${Object.keys(params).length}`;
  params[name] = value;
  return `{:${name}}`;
}

/** A table name as SQL: quoted with its alias, unless it is SQL already. */
export function quoteTable(name: string): string {
  if (/[({`"[]/.test(name)) return name;
  const match = /^(.+?)(?:\s+as)?\s+([\w-]+)$/i.exec(name.trim());
  if (match !== null) return `${quoteParts(match[1] ?? "")} ${quoteParts(match[2] ?? "")}`;
  return quoteParts(name);
}

/** A column name as SQL: quoted with its table and alias, unless it is SQL already. */
export function quoteColumn(name: string): string {
  const match = /^(.+?)(?:\s+as\s+|\s+)([\w-]+)$/i.exec(name.trim());
  if (match !== null && isBalanced(match[1] ?? ""))
    return `${quoteColumn(match[1] ?? "")} AS ${quoteParts(match[2] ?? "")}`;
  return /[({`"[]/.test(name) ? name : quoteParts(name);
}

// A last word within brackets or quotes is no alias.
function isBalanced(text: string): boolean {
  const count = (pattern: RegExp): number => text.match(pattern)?.length ?? 0;
  return count(/\(/g) === count(/\)/g) && count(/['"`]/g) % 2 === 0;
}

function quoteParts(name: string): string {
  return name
    .split(".")
    .map((part) => (part === "*" ? part : `\`${part}\``))
    .join(".");
}
