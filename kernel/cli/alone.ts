import { createConfig } from "../config.ts";
import { createKernel } from "../kernel.ts";
import type { Plugin } from "../plugins/plugin.ts";
import { findCommand, readFlags } from "./find.ts";
import { helpOf } from "./help.ts";

/** Carries out a command that starts kernels of its own; gives its exit code, or undefined if argv names no such command. */
export async function runAlone(
  argv: readonly string[],
  plugins: readonly Plugin[],
  print: (line: string) => void,
): Promise<number | undefined> {
  const commands = plugins.flatMap((plugin) => plugin.commands ?? []);
  const path = findCommand({ name: "isobase", summary: "", commands }, argv);
  const command = path.at(-1);
  if (command?.runAlone === undefined) return undefined;
  const { words, flags } = readFlags(path, argv);
  if (flags.help === true) {
    print(helpOf(path));
    return 0;
  }
  const cwd = process.cwd();
  return await command.runAlone({
    args: words.slice(path.length - 1),
    flags,
    print,
    config: createConfig(flags, cwd),
    start: (changed) => createKernel({ config: createConfig({ ...flags, ...changed }, cwd), plugins }),
  });
}
