import path from "node:path";
import { AppError } from "#kernel";

/** A migration threw; nothing of the run was kept. */
export class MigrationFailed extends AppError {
  constructor(verb: "apply" | "revert", file: string, cause: unknown) {
    super("migration_failed", 500, `failed to ${verb} migration ${file}: ${reasonOf(cause)}`, {}, { cause });
  }
}

/** What a migration failed with, and where in its source, if the error knows. */
function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  const place = placeOf(cause);
  return `${kindOf(cause)}: ${cause.message}${place === undefined ? "" : ` (${place})`}`;
}

// Errors from inside of a sandbox carry what kind they were there.
function kindOf(cause: Error): string {
  if ("kind" in cause && typeof cause.kind === "string") return cause.kind;
  return /^[A-Z][a-z]+Error$/.test(cause.name) && !("code" in cause) ? cause.name : "Error";
}

function placeOf(cause: Error): string | undefined {
  if ("place" in cause && isPlace(cause.place)) {
    const { file, line, column } = cause.place;
    return `${path.basename(file)}:${line}:${column}`;
  }
  if (!("kind" in cause)) return undefined;
  return /([^\s()/]+\.[jt]s:\d+:\d+)/.exec(cause.stack ?? "")?.[1];
}

interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

function isPlace(value: unknown): value is Place {
  return typeof value === "object" && value !== null && "file" in value && "line" in value;
}
