import { escapeJson } from "#kernel";
import { base64 } from "./base64.ts";
import { asBytes, Bytes, JsonRaw } from "./bytes.ts";
import { Time } from "./time.ts";

/** The method of an object of ours that gives it as JSON where that differs from what JSON.stringify() shows. */
export const inAnswers = Symbol("inAnswers");

interface Answering {
  [inAnswers](): unknown;
}

/** A value as the JSON of an answer: what the reference writes, where that is valid JSON. */
export function answerJson(value: unknown): string {
  return escapeJson(JSON.stringify(jsonValue(value)) ?? "null");
}

/**
 * A value as plain JSON data: keys in the order of the alphabet, undefined as null, bytes as base64,
 * dates with as many places as they need.
 */
export function jsonValue(value: unknown): unknown {
  if (value === undefined) return null;
  if (typeof value !== "object" || value === null) return typeof value === "bigint" ? Number(value) : value;
  if (inAnswers in value) return (value as Answering)[inAnswers]();
  if (value instanceof JsonRaw) return value.parsed();
  if (value instanceof Date) return Time.of(value).toJSON();
  const bytes = value instanceof Bytes || ArrayBuffer.isView(value) ? asBytes(value) : undefined;
  if (bytes !== undefined) return base64(bytes);
  if (Array.isArray(value)) return value.map(jsonValue);
  if (value instanceof Map) return [...value].map(jsonValue);
  if (value instanceof Set) return [...value].map(jsonValue);
  if ("toJSON" in value && typeof value.toJSON === "function") return jsonValue(value.toJSON());
  const plain: { [key: string]: unknown } = {};
  for (const key of Object.keys(value).sort()) {
    const item = (value as { [key: string]: unknown })[key];
    if (typeof item !== "function") plain[key] = jsonValue(item);
  }
  return plain;
}
