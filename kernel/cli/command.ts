import type { KernelHandle } from "../kernel.ts";

/** One word of the command line: `isobase serve`, `isobase superuser create`. */
export interface Command {
  readonly name: string;
  /** One line for the help of the parent. */
  readonly summary: string;
  /** What follows the name, e.g. `EMAIL PASS`; empty when nothing does. */
  readonly usage?: string;
  readonly example?: string;
  readonly flags?: readonly Flag[];
  readonly commands?: readonly Command[];
  /** Without it the command only shows its help. */
  readonly run?: (context: CommandContext) => Promise<void>;
}

export interface Flag {
  /** Without its dashes. */
  readonly name: string;
  readonly type: "string" | "number" | "boolean" | "strings";
  readonly summary: string;
  readonly default?: string | number | boolean | readonly string[];
}

export interface CommandContext {
  readonly kernel: KernelHandle;
  readonly args: readonly string[];
  readonly flags: Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;
  /** Writes one line to standard output. */
  print(line: string): void;
}
