import { escapeJson } from "#kernel";
import { base64 } from "./base64.ts";
import { asBytes, Bytes, JsonRaw } from "./bytes.ts";
import { Record } from "./record.ts";

/** A value as the JSON of an answer: what the reference writes, where that is valid JSON. */
export function answerJson(value: unknown): string {
  return escapeJson(JSON.stringify(ordered(value)) ?? "null");
}

/** Keys in the order of the alphabet, undefined as null, bytes as base64, dates without fractions. */
function ordered(value: unknown): unknown {
  if (value === undefined) return null;
  if (typeof value !== "object" || value === null) return typeof value === "bigint" ? Number(value) : value;
  if (value instanceof Record) return value.toJSON();
  if (value instanceof JsonRaw) return value.parsed();
  if (value instanceof Date) return value.toISOString().replace(/\.\d+Z$/, "Z");
  const bytes = value instanceof Bytes || ArrayBuffer.isView(value) ? asBytes(value) : undefined;
  if (bytes !== undefined) return base64(bytes);
  if (Array.isArray(value)) return value.map(ordered);
  if (value instanceof Map) return [...value].map(ordered);
  if (value instanceof Set) return [...value].map(ordered);
  if ("toJSON" in value && typeof value.toJSON === "function") return ordered(value.toJSON());
  const plain: { [key: string]: unknown } = {};
  for (const key of Object.keys(value).sort()) {
    const item = (value as { [key: string]: unknown })[key];
    if (typeof item !== "function") plain[key] = ordered(item);
  }
  return plain;
}
