import path from "node:path";
import type { FileProblem, LoadedFile, Registered } from "../contract.ts";

/** A file's name as its author would type it here. */
export function shortName(file: string): string {
  const relative = path.relative(process.cwd(), file);
  return relative.startsWith("..") ? file : relative;
}

/** What a file registered, with the lines where it did. */
export function showFile({ file, registered }: LoadedFile): readonly string[] {
  const rows = registered.map((one) => `${String(one.line ?? "").padStart(6)}  ${wordsFor(one)}`);
  return [shortName(file), ...(rows.length === 0 ? ["        registers nothing"] : rows), ""];
}

// The names of hooks and routes say what they are.
function wordsFor({ kind, name }: Registered): string {
  if (kind === "hook" || kind === "route" || kind === name) return name;
  return `${kind} ${name}`;
}

/** A problem as terminals and editors know how to open it, with its source line. */
export function showProblem({ file, message, line, column, text }: FileProblem): readonly string[] {
  if (line === undefined) return [`${shortName(file)}: ${message}`, ""];
  const head = `${shortName(file)}:${line}:${column ?? 1}: ${message}`;
  if (text === undefined) return [head, ""];
  const indent = text.slice(0, Math.max(0, (column ?? 1) - 1)).replace(/[^\t]/g, " ");
  return [head, `    ${text}`, `    ${indent}^`, ""];
}
