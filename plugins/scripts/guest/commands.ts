import { keep, register } from "./registry.ts";

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

export function registerCommand(command: unknown): void {
  const { run, commands: _inner, ...plain } = { ...(command as Command) };
  register({ kind: "command", command: plain, place: keep(run) });
}
