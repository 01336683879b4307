import type { Config } from "../config.ts";
import type { Logger } from "../log.ts";

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

/** What commands may do with the kernel they run in. */
export interface CommandKernel {
  readonly config: Config;
  readonly log: Logger;
  /** Prepares the data folder and opens the databases; done once, whoever asks first. */
  bootstrap(): Promise<void>;
  /** Starts listening. */
  serve(options: ServeOptions): Promise<Served>;
}

export interface Served {
  /** Where it listens, e.g. `http://127.0.0.1:8090`. */
  readonly address: string;
  /** What plugins want the operator to read. */
  readonly notes: readonly string[];
}

export interface ServeOptions {
  readonly host: string;
  /** 0 for any free port. */
  readonly port: number;
}

export interface CommandContext {
  readonly kernel: CommandKernel;
  readonly args: readonly string[];
  readonly flags: Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;
  /** Writes one line to standard output. */
  print(line: string): void;
}
