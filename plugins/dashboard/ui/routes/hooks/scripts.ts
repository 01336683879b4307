import { pb } from "../../client.ts";

/** What the server tells about its scripts. Older and other servers tell less: all but names and counts may be missing. */
export interface ScriptsReport {
  readonly generation: number;
  readonly loadedAt: string;
  readonly lastReload?: LastReload | null;
  readonly sandboxes?: { readonly count: number; readonly busy: number; readonly heapBytes: number };
  readonly files: readonly ScriptFile[];
}

export interface LastReload {
  readonly at: string;
  readonly ms: number;
  readonly refusals: readonly Refusal[];
}

/** Why a file is not in place, with the lines around the place of the mistake. */
export interface Refusal {
  readonly file: string;
  readonly message: string;
  readonly line?: number;
  readonly source?: readonly { readonly line: number; readonly text: string }[];
}

export interface ScriptFile {
  readonly file: string;
  readonly state?: "running" | "suspended" | "refused";
  readonly registered?: readonly Registered[];
  readonly calls: number;
  readonly errors: number;
  readonly p50: number;
  readonly p99: number;
  readonly cpuMs?: number;
  readonly hostCalls?: number;
  readonly lastError: string;
  readonly lastErrorAt?: string;
  /** What it may do, for scripts that have not all rights. */
  readonly grants?: readonly string[];
}

interface Registered {
  readonly kind: string;
  readonly name: string;
  readonly line?: number;
}

export function fetchScripts(): Promise<ScriptsReport> {
  return pb.send<ScriptsReport>("/api/isobase/scripts", {});
}

export function setScript(file: string, wanted: "suspend" | "resume"): Promise<ScriptsReport> {
  return pb.send<ScriptsReport>(`/api/isobase/scripts/${wanted}`, { method: "POST", body: { file } });
}

/** The folder is the same for all of them. */
export function shortName(file: string): string {
  return file.split(/[\\/]/).at(-1) ?? file;
}
