import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { promisify } from "node:util";
import { UsageError } from "#kernel";

const program = process.platform === "win32" ? "npm.cmd" : "npm";
const run = promisify(execFile);

/** Asks npm something; its answer without the line end. Throws a UsageError with npm's first complaint. */
export async function askNpm(...argv: readonly string[]): Promise<string> {
  try {
    const { stdout } = await run(program, [...argv], { timeout: 60_000 });
    return stdout.trim();
  } catch (cause) {
    throw new UsageError(`npm ${argv.join(" ")} failed: ${complaintOf(cause)}`, { cause });
  }
}

/** Lets npm work, with its output shown. Throws a UsageError if it does not succeed. */
export async function letNpm(argv: readonly string[], cwd: string): Promise<void> {
  const child = spawn(program, [...argv], { cwd, stdio: "inherit" });
  const [code] = (await once(child, "exit")) as [number | null];
  if (code !== 0) throw new UsageError(`npm ${argv.join(" ")} ended with code ${code}; nothing was replaced`);
}

function complaintOf(cause: unknown): string {
  const { code, stderr = "" } = cause as { readonly code?: unknown; readonly stderr?: string };
  if (code === "ENOENT") return "there is no npm on this machine; install Node with npm";
  const line = stderr.split("\n").find((text) => /^npm (?:error|ERR!) (?!code)/.test(text));
  return line?.replace(/^npm (?:error|ERR!) /, "") ?? String((cause as Error).message);
}
