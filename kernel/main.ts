#!/usr/bin/env -S node --no-node-snapshot
import { spawn } from "node:child_process";
import path from "node:path";

// isolated-vm needs a Node that was started without its snapshot, whoever starts us and however.
if (process.execArgv.includes("--no-node-snapshot")) await run();
else restart();

async function run(): Promise<void> {
  const { discoverPlugins } = await import("./plugins/discover.ts");
  const { runCommandLine } = await import("./cli/run.ts");
  const plugins = await discoverPlugins(path.join(import.meta.dirname, "..", "plugins"));
  process.exitCode = await runCommandLine(process.argv.slice(2), plugins);
  process.exit();
}

function restart(): void {
  const flags = [...process.execArgv, "--no-node-snapshot"];
  const argv = [...flags, ...process.argv.slice(1)];
  // The same process goes on where Node can do that (22.15 and later); else a child with our streams and signals.
  if ("execve" in process && typeof process.execve === "function") {
    process.execve(process.execPath, [process.execPath, ...argv], process.env);
  }
  const child = spawn(process.execPath, argv, { stdio: "inherit" });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => child.kill(signal));
  child.on("exit", (code, signal) => {
    if (signal === null) process.exit(code ?? 1);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}
