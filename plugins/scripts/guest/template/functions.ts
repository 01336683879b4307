import { toText } from "../text.ts";

export type TemplateFunction = (...args: unknown[]) => unknown;
export type TemplateFunctions = { [name: string]: TemplateFunction };

/** Text that is written as it is. */
export class SafeHtml {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What the reference's templates can call. */
export const builtInFunctions: TemplateFunctions = {
  and: (...values) => values.find((value) => !isTrue(value)) ?? values.at(-1),
  or: (...values) => values.find(isTrue) ?? values.at(-1),
  not: (value) => !isTrue(value),
  len: (value) =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.keys(value).length
      : (value as string).length,
  index: (value, ...keys) =>
    keys.reduce((inner, key) => (inner as { [key: string]: unknown } | undefined)?.[String(key)], value),
  slice: (value, from = 0, to?) =>
    (value as string).slice(Number(from), to === undefined ? undefined : Number(to)),
  call: (work, ...args) => (work as TemplateFunction)(...args),
  print: (...values) => values.map(shown).join(""),
  println: (...values) => `${values.map(shown).join(" ")}\n`,
  printf: (format, ...values) => printf(String(format), values),
  html: (...values) => values.map((value) => escapeHtml(shown(value))).join(""),
  js: (...values) => values.map((value) => JSON.stringify(shown(value)).slice(1, -1)).join(""),
  urlquery: (...values) => encodeURIComponent(values.map(shown).join("")),
  eq: (first, ...others) => others.some((other) => first === other),
  ne: (a, b) => a !== b,
  lt: (a, b) => (a as number) < (b as number),
  le: (a, b) => (a as number) <= (b as number),
  gt: (a, b) => (a as number) > (b as number),
  ge: (a, b) => (a as number) >= (b as number),
  raw: (value) => new SafeHtml(shown(value)),
};

/** False, 0, nothing, and what is empty do not count as true. */
export function isTrue(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return Boolean(value);
  if (Array.isArray(value)) return value.length > 0;
  return Object.getPrototypeOf(value) !== Object.prototype || Object.keys(value).length > 0;
}

/** A value as text the way the reference prints it. */
export function shown(value: unknown): string {
  if (value === undefined || value === null) return "";
  if (value instanceof SafeHtml) return value.text;
  if (Array.isArray(value)) return `[${value.map(shown).join(" ")}]`;
  if (typeof value === "object" && Object.getPrototypeOf(value) === Object.prototype) {
    const pairs = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    return `map[${pairs.map(([key, item]) => `${key}:${shown(item)}`).join(" ")}]`;
  }
  return toText(value);
}

const entities: { readonly [character: string]: string } = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&#34;",
  "'": "&#39;",
  "+": "&#43;",
};

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"'+]/g, (character) => entities[character] ?? character);
}

function printf(format: string, values: readonly unknown[]): string {
  let next = 0;
  return format.replace(/%(-?\d*)(?:\.(\d+))?([vsdfqtx%])/g, (_whole, width: string, digits, verb) => {
    if (verb === "%") return "%";
    const value = values[next++];
    const text = formatted(String(verb), value, digits === undefined ? undefined : Number(digits));
    return width.startsWith("-")
      ? text.padEnd(Number(width.slice(1)))
      : text.padStart(Number(width), width.startsWith("0") ? "0" : " ");
  });
}

function formatted(verb: string, value: unknown, digits: number | undefined): string {
  if (verb === "f") return Number(value).toFixed(digits ?? 6);
  if (verb === "d") return String(Math.trunc(Number(value)));
  if (verb === "q") return JSON.stringify(shown(value));
  return verb === "x" ? Number(value).toString(16) : shown(value);
}
