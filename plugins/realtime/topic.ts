import type { SubscriptionOptions } from "./contract.ts";

/** A subscription as it was asked for, and what it means: `posts/*?options=…`. */
export interface Topic {
  /** The whole text; also the name of its events. */
  readonly text: string;
  /** Before the question mark: `posts`, `posts/*`, `posts/ID` or a name of one's own. */
  readonly path: string;
  readonly options: SubscriptionOptions;
}

const none: SubscriptionOptions = { query: {}, headers: {} };

/** Options that cannot be read count as none. */
export function readTopic(text: string): Topic {
  const mark = text.indexOf("?");
  if (mark === -1) return { text, path: text, options: none };
  const options = new URLSearchParams(text.slice(mark + 1)).get("options");
  return { text, path: text.slice(0, mark), options: options === null ? none : readOptions(options) };
}

function readOptions(json: string): SubscriptionOptions {
  let given: unknown;
  try {
    given = JSON.parse(json);
  } catch {
    return none; // as if nothing had been asked for, like the reference
  }
  if (!isObject(given)) return none;
  return {
    query: texts(given.query, (name) => name),
    headers: texts(given.headers, (name) => name.toLowerCase().replaceAll("-", "_")),
  };
}

function texts(given: unknown, nameOf: (name: string) => string): Record<string, string> {
  if (!isObject(given)) return {};
  return Object.fromEntries(Object.entries(given).map(([name, value]) => [nameOf(name), textOf(value)]));
}

function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  return value === null ? "" : typeof value === "object" ? JSON.stringify(value) : String(value);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
