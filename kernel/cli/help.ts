import type { Command, Flag } from "./command.ts";
import { globalFlags, helpFlag, versionFlag } from "./flags.ts";

/** The help text of the last command of a path that begins at the root. */
export function helpOf(path: readonly Command[]): string {
  const command = path.at(-1) as Command; // a path has at least the root
  const names = path.map(({ name }) => name).join(" ");
  const sections = [
    command.description ?? command.summary,
    ["Usage:", ...usageOf(command, names)].join("\n"),
    ...(command.commands ? [["Available Commands:", ...commandTable(command.commands)].join("\n")] : []),
    ...(command.example ? [`Examples:\n${command.example}`] : []),
    ...flagSections(path, command),
    ...(command.commands ? [`Use "${names} [command] --help" for more information about a command.`] : []),
  ];
  return sections.join("\n\n");
}

function usageOf(command: Command, names: string): readonly string[] {
  const lines: string[] = [];
  if (command.run !== undefined || command.runAlone !== undefined) {
    const takes = command.usage === undefined ? "" : ` ${command.usage}`;
    lines.push(`  ${names}${takes} [flags]`);
  }
  if (command.commands !== undefined) lines.push(`  ${names} [command]`);
  return lines;
}

function flagSections(path: readonly Command[], command: Command): readonly string[] {
  const isRoot = path.length === 1;
  const own = isRoot
    ? [...globalFlags, helpFlag(command.name), versionFlag]
    : [...(command.flags ?? []), helpFlag(command.name)];
  const sections = [["Flags:", ...flagTable(own)].join("\n")];
  if (!isRoot) sections.push(["Global Flags:", ...flagTable(globalFlags)].join("\n"));
  return sections;
}

function commandTable(commands: readonly Command[]): readonly string[] {
  const width = Math.max(...commands.map(({ name }) => name.length), "completion".length) + 2;
  return [...commands]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, summary }) => `  ${name.padEnd(width)}${summary}`);
}

function flagTable(flags: readonly Flag[]): readonly string[] {
  const rows = [...flags]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map((flag) => ({ left: leftOf(flag), right: rightOf(flag) }));
  const width = Math.max(...rows.map(({ left }) => left.length)) + 3;
  return rows.flatMap(({ left, right }) => {
    const [first = "", ...more] = right.split("\n");
    return [left.padEnd(width) + first, ...more.map((line) => " ".repeat(width) + line)];
  });
}

function leftOf({ name, short, type }: Flag): string {
  const letter = short === undefined ? "    " : `-${short}, `;
  const kind = type === "boolean" ? "" : type === "number" ? " int" : ` ${type}`;
  return `  ${letter}--${name}${kind}`;
}

function rightOf({ summary, default: fallback }: Flag): string {
  if (fallback === undefined || fallback === false) return summary;
  const shown =
    typeof fallback === "string"
      ? `"${fallback}"`
      : Array.isArray(fallback)
        ? `[${fallback.join(",")}]`
        : String(fallback);
  return `${summary} (default ${shown})`;
}
