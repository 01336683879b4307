/** Any input as text: numbers in plain decimals, and nothing for what is not a single value. */
export function toText(value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value === "number") return plainDecimal(value);
  if (typeof value === "boolean" || typeof value === "bigint") return String(value);
  return hasOwnText(value) ? String(value) : "";
}

/** Any input as a number; what cannot be read is 0. */
export function toNumber(value: unknown): number {
  if (typeof value === "number") return value;
  if (typeof value === "bigint") return Number(value);
  if (typeof value === "boolean") return Number(value);
  return typeof value === "string" ? parseNumber(value) : 0;
}

const truths: ReadonlySet<string> = new Set(["1", "t", "T", "true", "TRUE", "True"]);

export function toBool(value: unknown): boolean {
  if (typeof value === "boolean") return value;
  if (typeof value === "number") return value !== 0;
  if (typeof value === "bigint") return value !== 0n;
  return typeof value === "string" && truths.has(value);
}

/** Any input as a list of different texts, empty ones left out; JSON text of a list is read. */
export function toTexts(value: unknown): string[] {
  return uniqueTexts(listed(value).map(toText));
}

export function uniqueTexts(texts: readonly string[]): string[] {
  if (texts.length < 2) return texts[0] === undefined || texts[0] === "" ? [] : [texts[0]];
  return [...new Set(texts)].filter((text) => text !== "");
}

/** A value as the list it is, or that its JSON text holds; a single value as a list of one. */
export function listed(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  if (value === null || value === undefined) return [];
  if (typeof value !== "string") return [value];
  return value.includes("[") ? (textList(value) ?? [value]) : [value];
}

function textList(text: string): readonly string[] | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    if (Array.isArray(parsed) && parsed.every((item) => typeof item === "string")) return parsed;
  } catch {
    // not JSON: the text itself is the value
  }
  return undefined;
}

const decimal = /^[+-]?(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:[eE][+-]?\d+)?$/;
const hexadecimal = /^([+-]?)0[xX]([\da-fA-F]*)\.?([\da-fA-F]*)[pP]([+-]?\d+)$/;
const infinite = /^([+-]?)inf(?:inity)?$/i;

// What the reference reads as a number, underscores between digits and binary exponents included.
function parseNumber(text: string): number {
  if (decimal.test(text) && !/_(?!\d)|\._/.test(text)) return finite(Number(text.replaceAll("_", "")));
  const hex = hexadecimal.exec(text);
  if (hex !== null) {
    const [, sign, whole = "", fraction = "", exponent] = hex;
    const scale = 2 ** (Number(exponent) - 4 * fraction.length);
    const value = Number.parseInt(whole + fraction, 16) * scale;
    return finite(sign === "-" ? -value : value);
  }
  const match = infinite.exec(text);
  if (match !== null) return match[1] === "-" ? -Infinity : Infinity;
  return /^nan$/i.test(text) ? NaN : 0;
}

function finite(number: number): number {
  return Number.isFinite(number) ? number : 0;
}

/** A number without exponent: 1e21 as `1000000000000000000000`. */
function plainDecimal(value: number): string {
  const text = String(value);
  const match = /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/.exec(text);
  if (match === null) return text;
  const [, sign = "", lead = "", fraction = "", exponent = "0"] = match;
  const shift = Number(exponent);
  const digits = lead + fraction;
  if (shift < 0) return `${sign}0.${"0".repeat(-shift - 1)}${digits}`;
  return sign + digits.padEnd(shift + 1, "0");
}

/** Objects that say themselves how they read, such as dates of scripts; not plain objects and lists. */
function hasOwnText(value: unknown): value is { toString(): string } {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  return typeof value.toString === "function" && value.toString !== Object.prototype.toString;
}
