import { JsonRaw } from "./bytes.ts";
import { ApiError } from "./errors.ts";
import { tell } from "./host.ts";

const loud = new Set(["warn", "error"]);
const methods = ["log", "info", "debug", "warn", "error", "trace", "dir", "assert"] as const;

let muted = false;

/** While true, nothing is printed: the same file was heard in another sandbox already. */
export function muteConsole(state: boolean): void {
  muted = state;
}

export function isMuted(): boolean {
  return muted;
}

export const console: Record<string, unknown> = Object.fromEntries(
  methods.map((method) => [method, (...values: readonly unknown[]) => print(method, values)]),
);

const started = new Map<string, number>();
console.time = (label: unknown = "default") => void started.set(String(label), Date.now());
console.timeEnd = (label: unknown = "default") => {
  const since = started.get(String(label));
  if (since !== undefined) print("log", [`${String(label)}: ${Date.now() - since}ms`]);
  started.delete(String(label));
};

function print(method: string, values: readonly unknown[]): void {
  if (muted || (method === "assert" && values[0])) return;
  const shown = method === "assert" ? ["Assertion failed", ...values.slice(1)] : values;
  tell(
    "console",
    loud.has(method) || method === "assert" ? "error" : "log",
    shown.map(show).join(" "),
    new Error().stack,
  );
}

function show(value: unknown): string {
  if (value instanceof ApiError) return value.message;
  if (value instanceof Error) return ownLines(value.stack) || String(value);
  if (typeof value !== "object" || value === null || value instanceof JsonRaw) return String(value);
  try {
    const own = Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype;
    return own ? JSON.stringify(value) : text(value);
  } catch {
    return String(value);
  }
}

/** A stack without the lines of what runs the script. */
function ownLines(stack = ""): string {
  return stack
    .split("\n")
    .filter((line) => !line.includes("isobase:boot"))
    .join("\n");
}

function text(value: object): string {
  const shown = String(value);
  return shown === "[object Object]" ? JSON.stringify(value) : shown;
}
