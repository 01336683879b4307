import { type ParsedArguments, parseArguments } from "./arguments.ts";
import type { Command, Flag } from "./command.ts";
import { globalFlags, helpFlag, versionFlag } from "./flags.ts";
import { serve } from "./serve.ts";

/** Reads argv before it is known which command it names. */
export function readEarly(argv: readonly string[]): ParsedArguments {
  return parseArguments(argv, [...knownEarly, ...unknownFlags(argv)]);
}

/** The commands named by the words of argv, from the root on; the root alone where they name none. */
export function findCommand(root: Command, argv: readonly string[]): readonly Command[] {
  const path = [root];
  for (const word of readEarly(argv).words) {
    const next = path.at(-1)?.commands?.find(({ name }) => name === word);
    if (next === undefined) break;
    path.push(next);
  }
  return path;
}

/** Reads argv for the last command of a path. */
export function readFlags(path: readonly Command[], argv: readonly string[]): ParsedArguments {
  const own = path.length === 1 ? rootFlags : [helpFlag(""), ...path.flatMap(({ flags = [] }) => flags)];
  return parseArguments(argv, [...globalFlags, ...own]);
}

const rootFlags: readonly Flag[] = [helpFlag(""), versionFlag];
const knownEarly: readonly Flag[] = [...globalFlags, ...rootFlags, ...(serve.flags ?? [])];

// Flags of commands are only known once plugins are loaded; until then every other flag is let through as it is.
function unknownFlags(argv: readonly string[]): readonly Flag[] {
  const names = argv.flatMap((word) => (word.startsWith("--") ? [word.slice(2).split("=")[0] ?? ""] : []));
  const known = new Set(knownEarly.map(({ name }) => name));
  return names.filter((name) => !known.has(name)).map((name) => ({ name, type: "boolean", summary: "" }));
}
