import { InvalidFilter } from "../errors.ts";

/** Puts values in place of `{:name}`, all in one pass: what a value holds is never read as a placeholder. */
export function fillPlaceholders(filter: string, params: Readonly<Record<string, unknown>>): string {
  return filter.replace(/\{:(\w+)\}/g, (whole, name: string) =>
    Object.hasOwn(params, name) ? literal(params[name]) : whole,
  );
}

function literal(value: unknown): string {
  if (value === null || value === undefined) return "null";
  if (typeof value === "number" && !Number.isFinite(value))
    throw new InvalidFilter("a parameter is no number");
  if (typeof value === "boolean") return String(value);
  if (typeof value === "number") return plainNumber(value);
  if (value instanceof Date) return quote(value.toISOString().replace("T", " "));
  return quote(typeof value === "string" ? value : (JSON.stringify(value) ?? String(value)));
}

function plainNumber(value: number): string {
  const text = String(value);
  return text.includes("e") ? quote(text) : text; // filters know no exponents
}

function quote(text: string): string {
  return `"${text.replace(/[\\"]/g, "\\$&")}"`;
}
