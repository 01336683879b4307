import type { SqlValue } from "#kernel";

/** A value as the console shows it: text, or null. */
export function asCell(value: SqlValue): string | null {
  if (value === null) return null;
  if (typeof value === "number") return numberText(value);
  return typeof value === "object" ? Buffer.from(value).toString("utf8") : String(value);
}

// Whole numbers come as bigint; others of a million and more, or less than a ten-thousandth, are written with an
// exponent, as the reference does.
function numberText(value: number): string {
  if (value === 0) return Object.is(value, -0) ? "-0" : "0";
  const exponent = Math.floor(Math.log10(Math.abs(value)));
  if (!Number.isFinite(value) || (exponent >= -4 && exponent < 6)) return String(value);
  return value.toExponential().replace(/e([+-])(\d)$/, "e$10$2");
}
