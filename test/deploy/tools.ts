import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import path from "node:path";
import { onTestFinished } from "vitest";

/** Where a program lies; undefined, and said so, where this machine does not have it. */
export function findTool(name: string): string | undefined {
  const folders = [...(process.env.PATH ?? "").split(path.delimiter), "/usr/sbin"];
  const found = folders.map((folder) => path.join(folder, name)).find((file) => existsSync(file));
  if (found === undefined) console.warn(`SKIPPED: there is no ${name} on this machine to try its file with.`);
  return found;
}

/** Starts a program that runs until the test ends; gives what it has said so far. */
export function runTool(
  file: string,
  argv: readonly string[],
  env: Readonly<Record<string, string>> = {},
): { readonly process: ChildProcess; readonly output: () => string } {
  const child = spawn(file, [...argv], { env: { ...process.env, ...env } });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += chunk));
  onTestFinished(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, "exit");
    child.kill("SIGTERM");
    await ended;
  });
  return { process: child, output: () => output };
}

/** What a program prints and how it ends. */
export function checkWith(
  file: string,
  argv: readonly string[],
): { readonly code: number; readonly output: string } {
  try {
    return { code: 0, output: execFileSync(file, [...argv], { encoding: "utf8", stdio: "pipe" }) };
  } catch (error) {
    const { status, stdout, stderr } = error as { status: number; stdout: string; stderr: string };
    return { code: status, output: `${stdout}${stderr}` };
  }
}
