import { readFileSync } from "node:fs";
import path from "node:path";
import { type LogEntry, levels } from "#kernel";
import { shortName, showProblem } from "../checking/show.ts";

interface Times {
  /** How long the test waited for its app. */
  readonly startMs: number;
  readonly ms: number;
}

/** Tells how tests went, as they go. */
export class Report {
  readonly #print: (line: string) => void;
  readonly #hooksDir: string;
  readonly #began = performance.now();
  readonly #starts: number[] = [];
  #passed = 0;
  #failed = 0;
  #skipped = 0;

  constructor(print: (line: string) => void, hooksDir: string) {
    this.#print = print;
    this.#hooksDir = hooksDir;
  }

  passed(name: string, { startMs, ms }: Times): void {
    this.#passed++;
    this.#starts.push(startMs);
    this.#print(`  ✓ ${name} (${Math.round(ms)} ms)`);
  }

  skipped(name: string): void {
    this.#skipped++;
    this.#print(`  - ${name} (skipped)`);
  }

  failed(name: string, error: unknown, logs: readonly LogEntry[]): void {
    this.#failed++;
    this.#print(`  ✗ ${name}`);
    for (const line of this.#describe(error)) this.#print(line === "" ? "" : `    ${line}`);
    for (const line of logs.filter(({ level }) => level >= levels.warn).flatMap(describeEntry)) {
      this.#print(`    ${line}`);
    }
  }

  /** A line about a file whose tests could not be read. */
  broken(line: string): void {
    if (line !== "") this.#failed++;
    this.#print(line);
  }

  /** Sums up; gives the exit code. */
  finish(): number {
    const parts = [`${this.#passed} passed`];
    if (this.#failed > 0) parts.push(`${this.#failed} failed`);
    if (this.#skipped > 0) parts.push(`${this.#skipped} skipped`);
    const seconds = ((performance.now() - this.#began) / 1000).toFixed(1);
    const starts = this.#starts.toSorted((a, b) => a - b);
    const median = starts[Math.floor(starts.length / 2)];
    const waited = median === undefined ? "" : `, a test started in ${Math.round(median)} ms`;
    this.#print(`${parts.join(", ")} (${seconds} s${waited})`);
    return this.#failed > 0 || this.#passed === 0 ? 1 : 0;
  }

  // The place in the author's file is what one wants to see; the frames of the runner are not.
  #describe(error: unknown): readonly string[] {
    if (!(error instanceof Error)) return [`thrown: ${String(error)}`];
    const frame = (error.stack ?? "").split("\n").find((line) => line.includes(this.#hooksDir + path.sep));
    const [, file, row = "", column = ""] = /(?:file:\/\/)?(\/[^()]+):(\d+):(\d+)/.exec(frame ?? "") ?? [];
    if (file === undefined) return (error.stack ?? error.message).split("\n");
    const [line, at] = [Number(row), Number(column)];
    const text = sourceLine(file, line);
    const place = { file, line, column: at, message: error.name, ...(text !== undefined && { text }) };
    return [...error.message.split("\n"), ...showProblem(place)];
  }
}

function describeEntry({ message, data }: LogEntry): readonly string[] {
  const details = [data.error, data.details].filter(
    (part) => part !== undefined && part !== null && part !== "",
  );
  const text = details.map((part) => (part instanceof Error ? (part.stack ?? part.message) : textOf(part)));
  const [first = "", ...more] = [`logged: ${message}`, ...text].join(": ").split("\n");
  return [first, ...more.map((line) => `  ${line.replace(/\/[^\s()]+/, shortName)}`)];
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function sourceLine(file: string, line: number): string | undefined {
  try {
    return readFileSync(file, "utf8").split("\n")[line - 1];
  } catch {
    return undefined; // the place tells enough
  }
}
