import type { RequestInfo } from "../contract.ts";
import type { Sent } from "./value.ts";

/** The parts of a request that filters may name below `@request.`. */
export type RequestPart = "body" | "query" | "headers";

/** What lies at a path of the query, headers or body; lists and objects as JSON text. */
export function readSent(info: RequestInfo, part: RequestPart, path: readonly string[]): Sent {
  return plainOf(dig(info[part], path));
}

/** Whether the path was sent at all. */
export function wasSent(info: RequestInfo, part: RequestPart, path: readonly string[]): boolean {
  const parent = dig(info[part], path.slice(0, -1));
  const key = path.at(-1) as string;
  return typeof parent === "object" && parent !== null && Object.hasOwn(parent, key);
}

function dig(from: unknown, path: readonly string[]): unknown {
  let at = from;
  for (const key of path) {
    if (typeof at !== "object" || at === null || !Object.hasOwn(at, key)) return undefined;
    at = (at as Record<string, unknown>)[key];
  }
  return at;
}

function plainOf(value: unknown): Sent {
  if (typeof value === "object" && value !== null) return JSON.stringify(value);
  if (typeof value === "bigint") return Number(value);
  return value as Sent;
}
