import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";

const root = path.resolve(import.meta.dirname, "../..");
const runner = [
  "--no-node-snapshot",
  "--conditions=isobase-source",
  "--import",
  "tsx",
  path.join(root, "kernel/main.ts"),
];

/** A server in a process of its own, which can be killed. */
export interface ServerProcess {
  readonly url: string;
  readonly output: () => string;
  /** Sends a signal and waits for the end; gives the exit code, null if the signal ended it. */
  end(signal: "SIGKILL" | "SIGTERM"): Promise<number | null>;
}

export async function startServer(dir: string, port: number): Promise<ServerProcess> {
  const url = `http://127.0.0.1:${port}`;
  const flags = [
    "serve",
    "--http",
    `127.0.0.1:${port}`,
    "--dir",
    dir,
    "--automigrate=false",
    "--hooksWatch=false",
  ];
  const child = spawn(process.execPath, [...runner, ...flags], { cwd: root });
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
  await untilHealthy(url, child, () => output);
  return {
    url,
    output: () => output,
    async end(signal) {
      const ended = once(child, "exit");
      child.kill(signal);
      const [code] = (await ended) as [number | null];
      return code;
    },
  };
}

/** Runs a command to its end; gives its exit code and what it printed. */
export function runCommand(...argv: readonly string[]): Promise<{ code: number; output: string }> {
  return runCommandAs({}, ...argv);
}

/** The same as another user. */
export async function runCommandAs(
  user: { readonly uid?: number },
  ...argv: readonly string[]
): Promise<{ code: number; output: string }> {
  const child = spawn(process.execPath, [...runner, ...argv], { cwd: root, ...user });
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const [code] = (await once(child, "close")) as [number];
  return { code, output };
}

/** The same, killing itself at a moment of a backup or restore; gives the signal that ended it. */
export async function runKilledAt(moment: string, ...argv: readonly string[]): Promise<string | null> {
  const script = path.join(import.meta.dirname, "killed-at.ts");
  const env = { ...process.env, KILLED_AT: moment };
  const child = spawn(process.execPath, [...runner.slice(0, -1), script, ...argv], { cwd: root, env });
  const [, signal] = (await once(child, "close")) as [number | null, string | null];
  return signal;
}

async function untilHealthy(url: string, child: ChildProcess, output: () => string): Promise<void> {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`The server ended while starting:\n${output()}`);
    const answer = await fetch(`${url}/api/health`).catch(() => undefined);
    if (answer?.ok) return;
    await pause(20); // nothing tells when another process listens
  }
}
