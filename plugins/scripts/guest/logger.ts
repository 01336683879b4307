import { tell } from "./host.ts";

const levels = { debug: -4, info: 0, warn: 4, error: 8 } as const;

export interface Logger {
  debug(message: unknown, ...pairs: readonly unknown[]): void;
  info(message: unknown, ...pairs: readonly unknown[]): void;
  warn(message: unknown, ...pairs: readonly unknown[]): void;
  error(message: unknown, ...pairs: readonly unknown[]): void;
  log(context: unknown, level: number, message: unknown, ...pairs: readonly unknown[]): void;
  with(...pairs: readonly unknown[]): Logger;
  withGroup(name: string): Logger;
  enabled(): boolean;
}

/** A logger that adds these keys and values to every entry. */
export function loggerWith(bound: readonly unknown[], group = ""): Logger {
  const write = (level: number, message: unknown, pairs: readonly unknown[]): void => {
    tell("log", level, String(message), { ...dataOf(bound, ""), ...dataOf(pairs, group) });
  };
  return {
    debug: (message, ...pairs) => write(levels.debug, message, pairs),
    info: (message, ...pairs) => write(levels.info, message, pairs),
    warn: (message, ...pairs) => write(levels.warn, message, pairs),
    error: (message, ...pairs) => write(levels.error, message, pairs),
    log: (_context, level, message, ...pairs) => write(Number(level), message, pairs),
    with: (...pairs) => loggerWith([...bound, ...pairs], group),
    withGroup: (name) => loggerWith(bound, group === "" ? name : `${group}.${name}`),
    enabled: () => true,
  };
}

function dataOf(pairs: readonly unknown[], group: string): { [key: string]: unknown } {
  const data: { [key: string]: unknown } = {};
  for (let i = 0; i < pairs.length; i += 2) {
    const isPair = i + 1 < pairs.length && typeof pairs[i] === "string";
    if (isPair) data[String(pairs[i])] = readable(pairs[i + 1]);
    else {
      data["!BADKEY"] = readable(pairs[i]);
      i--;
    }
  }
  return group === "" ? data : { [group]: data };
}

function readable(value: unknown): unknown {
  return value instanceof Error || (typeof value === "object" && value !== null && !isPlain(value))
    ? String(value)
    : value;
}

function isPlain(value: object): boolean {
  return Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype;
}
