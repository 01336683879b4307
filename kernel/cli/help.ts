import type { Command, Flag } from "./command.ts";

/** The help text of the last command of a path. */
export function helpOf(path: readonly Command[], global: readonly Flag[]): string {
  const command = path.at(-1);
  const names = path.map(({ name }) => name).join(" ");
  const commands = [...(command?.commands ?? [])].sort((a, b) => (a.name < b.name ? -1 : 1));
  const lines = [command?.summary || "isobase CLI", "", "Usage:"];
  if (command?.run !== undefined) lines.push(`  ${names}${command.usage ? ` ${command.usage}` : ""} [flags]`);
  if (commands.length > 0)
    lines.push(`  ${names} [command]`, "", "Available Commands:", ...table(commands.map(row)));
  if (command?.example) lines.push("", "Examples:", command.example);
  const flags = path.length === 1 ? global : [...(command?.flags ?? []), ...global];
  lines.push("", "Flags:", ...table([...flags].sort((a, b) => (a.name < b.name ? -1 : 1)).map(flagRow)));
  if (commands.length > 0)
    lines.push("", `Use "${names} [command] --help" for more information about a command.`);
  return lines.join("\n");
}

function row({ name, summary }: Command): readonly [string, string] {
  return [name, summary];
}

function flagRow(flag: Flag): readonly [string, string] {
  const type = flag.type === "boolean" ? "" : flag.type === "number" ? " int" : ` ${flag.type}`;
  const fallback =
    flag.default === undefined || flag.default === false ? "" : ` (default ${show(flag.default)})`;
  return [`--${flag.name}${type}`, `${flag.summary}${fallback}`];
}

function show(value: NonNullable<Flag["default"]>): string {
  if (typeof value === "string") return `"${value}"`;
  return Array.isArray(value) ? `[${value.join(",")}]` : String(value);
}

function table(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([left]) => left.length)) + 3;
  return rows.map(([left, right]) => `  ${left.padEnd(width)}${right}`);
}
