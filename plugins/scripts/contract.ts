import { type Db, defineService, type LogEntry } from "#kernel";
import type { MailMessage } from "../mailer/contract.ts";

/** Something a script registered. */
export interface Registered {
  readonly kind: "hook" | "route" | "middleware" | "cron" | "migration" | "command";
  /** e.g. `GET /hello/{name}`, `onRecordCreate posts`. */
  readonly name: string;
  /** The author's line; undefined where it is not known. */
  readonly line: number | undefined;
}

/** What a file of scripts registered. */
export interface LoadedFile {
  readonly file: string;
  readonly registered: readonly Registered[];
}

/** Why a file could not be loaded. Lines and columns count from 1. */
export interface FileProblem {
  readonly file: string;
  readonly message: string;
  readonly line?: number;
  readonly column?: number;
  /** The source line. */
  readonly text?: string;
}

export interface TriedScripts {
  readonly files: readonly LoadedFile[];
  readonly problems: readonly FileProblem[];
}

/** A request a script sends out. */
export interface Outgoing {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: OutgoingBody;
  /** Milliseconds. */
  readonly timeout: number;
}

export type OutgoingBody = string | Uint8Array | OutgoingForm | null | undefined;

export interface OutgoingForm {
  readonly form: readonly {
    readonly key: string;
    readonly value?: string;
    readonly file?: { readonly name: string; readonly bytes: Uint8Array };
  }[];
}

/** What came back. */
export interface Incoming {
  readonly status: number;
  readonly statusText: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string[]>>;
  readonly cookies: readonly object[];
  readonly body: Uint8Array;
}

/** Where requests of scripts go: out, or to whoever answers in place of the world. */
export interface Network {
  send(request: Outgoing): Promise<Incoming>;
}

/** What a kernel does that would be seen outside of it. */
export interface Witness {
  readonly db: Db;
  /** Mails, in place of being sent. */
  readonly mails: readonly MailMessage[];
  readonly logs: readonly LogEntry[];
}

/** For commands that try scripts out, in a kernel of their own. */
export interface ScriptTrials {
  /** What kept files from being loaded when this kernel was made. */
  readonly problems: readonly FileProblem[];
  /** Loads the scripts of a folder beside those that run, in place as on a server's start. */
  load(hooksDir: string): Promise<TriedScripts>;
  /** From now on nothing leaves the kernel: mails are kept, and `network` answers the requests of scripts. */
  witness(network: Network): Witness;
}
export const ScriptTrials = defineService<ScriptTrials>("script-trials");
