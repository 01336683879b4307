import { handlerAt, keep, register } from "./registry.ts";

/** A word of the command line; plain properties and `run`. */
export class Command {
  [property: string]: unknown;

  constructor(data: object = {}) {
    Object.assign(this, data);
  }

  addCommand(...commands: readonly unknown[]): void {
    this.commands = [...((this.commands as unknown[] | undefined) ?? []), ...commands];
  }
}

export function registerCommand(given: unknown): void {
  const command = given as Command;
  const { run: _run, args: _check, commands: _inner, ...plain } = { ...command };
  const place = keep((shown: unknown, args: string[]) => runCommand(command, shown, args));
  register({ kind: "command", command: plain, place });
}

/** Runs a command, or the one below it that is named by its first word. */
function runCommand(command: Command, shown: unknown, args: string[]): unknown {
  const below = (command.commands ?? []) as readonly Command[];
  const inner = below.find((one) => nameOf(one) === args[0]);
  if (inner !== undefined) return runCommand(inner, inner, args.slice(1));
  const { args: check, run } = command;
  if (typeof check === "function") check(shown, args);
  if (run !== undefined) return handlerAt(keep(run))(shown as never, args as never);
  for (const one of below) console.log(`  ${nameOf(command)} ${String(one.use)}  ${String(one.short ?? "")}`);
}

function nameOf({ use }: Command): string {
  return String(use ?? "").split(" ")[0] ?? "";
}
