import type { Flag } from "./command.ts";
import { UsageError } from "./errors.ts";

export type FlagValue = string | number | boolean | readonly string[];

export interface ParsedArguments {
  /** What is not a flag, in order. */
  readonly words: readonly string[];
  readonly flags: Readonly<Record<string, FlagValue>>;
}

/** Reads argv: flags anywhere, as `--name value`, `--name=value` or, for booleans, `--name`; some by a letter, `-h`. */
export function parseArguments(argv: readonly string[], known: readonly Flag[]): ParsedArguments {
  const words: string[] = [];
  const flags: Record<string, FlagValue> = {};
  for (let i = 0; i < argv.length; i++) {
    const word = argv[i] as string;
    if (word === "--") return { words: [...words, ...argv.slice(i + 1)], flags };
    if (word.startsWith("--")) i += readFlag(word.slice(2), argv[i + 1], known, flags);
    else if (/^-[a-z]/i.test(word)) i += readFlag(unabbreviated(word, known), argv[i + 1], known, flags);
    else words.push(word); // negative numbers too
  }
  return { words, flags };
}

function unabbreviated(word: string, known: readonly Flag[]): string {
  const flag = known.find(({ short }) => short === word[1]);
  if (flag === undefined) throw new UsageError(`unknown shorthand flag: '${word[1]}' in ${word}`);
  return flag.name + word.slice(2);
}

/** Reads one flag into `flags`; gives how many further words it took. */
function readFlag(
  text: string,
  following: string | undefined,
  known: readonly Flag[],
  flags: Record<string, FlagValue>,
): number {
  const equals = text.indexOf("=");
  const name = equals === -1 ? text : text.slice(0, equals);
  const flag = known.find((candidate) => candidate.name === name);
  if (flag === undefined) throw new UsageError(`unknown flag: --${name}`);
  const inline = equals === -1 ? undefined : text.slice(equals + 1);
  if (flag.type === "boolean") {
    flags[name] = readBoolean(name, inline ?? "true");
    return 0;
  }
  if (flag.bare !== undefined && inline === undefined && !flag.bare.unless.test(following ?? "")) {
    flags[name] = flag.bare.value;
    return 0;
  }
  const given = inline ?? following;
  if (given === undefined) throw new UsageError(`flag needs an argument: --${name}`);
  flags[name] =
    flag.type === "number" ? readNumber(name, given) : flag.type === "strings" ? given.split(",") : given;
  return inline === undefined ? 1 : 0;
}

function readBoolean(name: string, text: string): boolean {
  if (["true", "1", "t"].includes(text.toLowerCase())) return true;
  if (["false", "0", "f"].includes(text.toLowerCase())) return false;
  throw new UsageError(`invalid argument "${text}" for "--${name}" flag: expected true or false`);
}

function readNumber(name: string, text: string): number {
  const number = Number(text);
  if (text.trim() === "" || !Number.isInteger(number)) {
    throw new UsageError(`invalid argument "${text}" for "--${name}" flag: expected a whole number`);
  }
  return number;
}
