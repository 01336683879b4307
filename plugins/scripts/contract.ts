import { defineService } from "#kernel";

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

/** For commands that try scripts out, in a kernel of their own. */
export interface ScriptTrials {
  /** Loads the scripts of a folder beside those that run, in place as on a server's start. */
  load(hooksDir: string): Promise<TriedScripts>;
}
export const ScriptTrials = defineService<ScriptTrials>("script-trials");
