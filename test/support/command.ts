import path from "node:path";
import { vi } from "vitest";
import { runCommandLine } from "../../kernel/cli/run.ts";
import { discoverPlugins } from "../../kernel/plugins/discover.ts";

/** Carries out a command line of the whole house in this process; gives what it printed. */
export async function runHere(...argv: readonly string[]): Promise<{ code: number; printed: string }> {
  const plugins = await discoverPlugins(path.resolve(import.meta.dirname, "../../plugins"));
  let printed = "";
  const keep = (text: unknown): boolean => {
    printed += String(text);
    return true;
  };
  const streams = [
    vi.spyOn(process.stdout, "write").mockImplementation(keep),
    vi.spyOn(process.stderr, "write").mockImplementation(keep),
  ];
  try {
    return { code: await runCommandLine(argv, plugins), printed };
  } finally {
    for (const stream of streams) stream.mockRestore();
  }
}
