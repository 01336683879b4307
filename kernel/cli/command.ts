import type { Config, ConfigFlags } from "../config.ts";
import type { Logger } from "../log.ts";
import type { Service } from "../plugins/service.ts";

/** One word of the command line: `isobase serve`, `isobase superuser create`. */
export interface Command {
  readonly name: string;
  /** One line for the help of the parent. */
  readonly summary: string;
  /** The text above its own help; `summary` if there is none. */
  readonly description?: string;
  /** What follows the name, e.g. `EMAIL PASS`; empty when nothing does. */
  readonly usage?: string;
  readonly example?: string;
  readonly flags?: readonly Flag[];
  readonly commands?: readonly Command[];
  /** Looks for what would keep it from running, before anything is opened or made. */
  readonly check?: (context: Omit<CommandContext, "kernel" | "print">) => Promise<void>;
  /** Commands that only write elsewhere leave the data folder alone. */
  readonly bootstrap?: "skip";
  /** Without it the command only shows its help. */
  readonly run?: (context: CommandContext) => Promise<void>;
  /** In place of `run`, for a command that starts kernels of its own: no plugin is set up before. Gives the exit code. */
  readonly runAlone?: (context: AloneContext) => Promise<number>;
}

export interface Flag {
  /** Without its dashes. */
  readonly name: string;
  /** One letter that stands for it behind a single dash. */
  readonly short?: string;
  readonly type: "string" | "number" | "boolean" | "strings";
  /** Lines after the first are lined up below it. */
  readonly summary: string;
  readonly default?: string | number | boolean | readonly string[];
  /** What it is without a value; the word after it only counts as one where it looks like one. */
  readonly bare?: { readonly value: string; readonly unless: RegExp };
}

/** What commands may do with the kernel they run in. */
export interface CommandKernel {
  readonly config: Config;
  readonly log: Logger;
  /** Prepares the data folder and opens the databases; done once, whoever asks first. */
  bootstrap(): Promise<void>;
  /** Starts listening. */
  serve(options: ServeOptions): Promise<Served>;
  /** Settles when a plugin asks for a new start, with what to do while nothing is open. */
  readonly restartAsked: Promise<() => Promise<void>>;
}

export interface Served {
  /** Where it listens, e.g. `http://127.0.0.1:8090`. */
  readonly address: string;
  /** What plugins want the operator to read. */
  readonly notes: readonly string[];
}

/** Where to listen with plain HTTP; with `secure` that only proves and redirects. */
export interface ServeOptions {
  readonly host: string;
  /** 0 for any free port. */
  readonly port: number;
  readonly secure?: SecureOptions;
}

/** Where to listen with HTTPS, and for which domains; the first is the one told to people. */
export interface SecureOptions {
  readonly host: string;
  readonly port: number;
  readonly domains: readonly string[];
}

export interface CommandContext {
  readonly kernel: CommandKernel;
  readonly args: readonly string[];
  readonly flags: Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;
  /** Writes one line to standard output. */
  print(line: string): void;
}

export interface AloneContext extends Omit<CommandContext, "kernel"> {
  readonly config: Config;
  /** A kernel with the command line's settings, these excepted. Whoever starts one ends it. */
  start(changed: ConfigFlags): Promise<TrialKernel>;
}

/** A kernel in the hands of a command that tries something out. */
export interface TrialKernel extends Pick<CommandKernel, "config" | "bootstrap"> {
  service<T>(token: Service<T>): T;
  /** A request without a socket. */
  inject(request: TrialRequest): Promise<TrialAnswer>;
  terminate(): Promise<void>;
}

export interface TrialRequest {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE" | "HEAD" | "OPTIONS";
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly payload?: string | Buffer;
}

export interface TrialAnswer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, number | string | string[] | undefined>>;
  readonly body: string;
}
