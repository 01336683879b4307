import { type ChildProcess, spawn } from "node:child_process";
import { randomInt } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:net";
import path from "node:path";
import { onTestFinished } from "vitest";
import { temporaryFolder } from "./folder.ts";

const root = path.resolve(import.meta.dirname, "../..");

export interface TestServer {
  readonly url: string;
  readonly dir: string;
  readonly hooksDir: string;
  readonly process: ChildProcess;
  /** Everything it printed so far. */
  output(): string;
  /** Ends it as an operator does. */
  stop(): Promise<void>;
}

/** The built server as a process of its own, the way its user starts it; ended with the test. */
export async function startServer(
  options: { readonly dir?: string; readonly flags?: readonly string[] } = {},
): Promise<TestServer> {
  const dir = options.dir ?? path.join(await temporaryFolder(), "pb_data");
  const port = await freePort();
  const argv = ["serve", "--http", `127.0.0.1:${port}`, "--dir", dir, ...(options.flags ?? [])];
  const child = spawn(process.execPath, [
    "--no-node-snapshot",
    path.join(root, "dist/kernel/main.js"),
    ...argv,
  ]);
  let printed = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (printed += chunk));
  onTestFinished(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill("SIGKILL");
    await once(child, "exit");
  });
  const stop = async (): Promise<void> => {
    child.kill("SIGTERM");
    if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  };
  const url = `http://127.0.0.1:${port}`;
  await untilHealthy(url, child, () => printed);
  return {
    url,
    dir,
    hooksDir: path.join(path.dirname(dir), "pb_hooks"),
    process: child,
    output: () => printed,
    stop,
  };
}

/** Runs a command of the built server to its end. */
export async function runCommand(
  argv: readonly string[],
  cwd?: string,
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const child = spawn(process.execPath, [path.join(root, "dist/kernel/main.js"), ...argv], { cwd });
  const read = { stdout: "", stderr: "" };
  child.stdout.on("data", (chunk) => (read.stdout += chunk));
  child.stderr.on("data", (chunk) => (read.stderr += chunk));
  const [code] = (await once(child, "close")) as [number | null];
  return { code, ...read };
}

async function untilHealthy(url: string, child: ChildProcess, printed: () => string): Promise<void> {
  for (;;) {
    if (child.exitCode !== null || child.signalCode !== null)
      throw new Error(`The server ended with ${child.exitCode ?? child.signalCode}:\n${printed()}`);
    const healthy = await fetch(`${url}/api/health`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (healthy) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/**
 * A port nobody listens at. From below the range the system takes the ports of outgoing connections from: between now and
 * the moment a server has started, one of those could take it.
 */
export async function freePort(): Promise<number> {
  const port = randomInt(20_000, 32_000);
  const probe = createServer().listen(port, "127.0.0.1");
  try {
    await once(probe, "listening");
  } catch {
    return await freePort(); // taken
  }
  probe.close();
  await once(probe, "close");
  return port;
}
