import { pb } from "../../client.ts";

/** What the server tells about its scripts. */
export interface ScriptsReport {
  readonly generation: number;
  readonly loadedAt: string;
  readonly files: readonly ScriptFile[];
  /** Why the last reload was refused, if it was. */
  readonly error?: ScriptError | string | null;
}

export interface ScriptFile {
  readonly file: string;
  readonly routes: number;
  readonly hooks: number;
  readonly crons: number;
  /** By name, where the server tells names. */
  readonly registered?: readonly Registered[];
  readonly calls: number;
  readonly errors: number;
  readonly p50: number;
  readonly p99: number;
  readonly lastError: ScriptError | string | null;
}

export interface Registered {
  readonly kind: string;
  readonly name: string;
}

export interface ScriptError {
  readonly message: string;
  readonly stack?: string;
  readonly at?: string;
}

export function fetchScripts(): Promise<ScriptsReport> {
  return pb.send<ScriptsReport>("/api/isobase/scripts", {});
}

export function sayError(error: ScriptError | string): string {
  return typeof error === "string" ? error : [error.message, error.stack].filter(Boolean).join("\n");
}
