import { readFile } from "node:fs/promises";
import { createConfig } from "../config.ts";
import { createKernel, type KernelHandle } from "../kernel.ts";
import type { Plugin } from "../plugins/plugin.ts";
import { parseArguments } from "./arguments.ts";
import type { Command, Flag } from "./command.ts";
import { UsageError } from "./errors.ts";
import { globalFlags } from "./flags.ts";
import { helpOf } from "./help.ts";
import { serve, timestamp } from "./serve.ts";

/** Carries out a command line; gives the exit code. */
export async function runCommandLine(argv: readonly string[], plugins: readonly Plugin[]): Promise<number> {
  let kernel: KernelHandle | undefined;
  try {
    const early = parseArguments(argv, [...globalFlags, ...(serve.flags ?? []), ...anyFlag(argv)]);
    if (early.flags.version === true && early.words.length === 0) {
      print(`isobase version ${await version()}`);
      return 0;
    }
    kernel = await createKernel({ config: createConfig(early.flags, process.cwd()), plugins });
    await runIn(kernel, argv);
    return 0;
  } catch (error) {
    report(error);
    return 1;
  } finally {
    await kernel?.terminate();
  }
}

async function runIn(kernel: KernelHandle, argv: readonly string[]): Promise<void> {
  const root: Command = { name: "isobase", summary: "", commands: [...kernel.commands, serve] };
  const path = findCommand(root, argv);
  const command = path.at(-1) ?? root;
  const { words, flags } = parseArguments(argv, [
    ...globalFlags,
    ...path.flatMap((step) => step.flags ?? []),
  ]);
  if (flags.help === true || command.run === undefined) {
    print(helpOf(path, globalFlags));
    return;
  }
  await kernel.bootstrap();
  await command.run({ kernel, args: words.slice(path.length - 1), flags, print });
}

/** The commands named by the words of argv, from the root on. */
function findCommand(root: Command, argv: readonly string[]): readonly Command[] {
  const { words } = parseArguments(argv, [...globalFlags, ...(serve.flags ?? []), ...anyFlag(argv)]);
  const path = [root];
  for (const word of words) {
    const next = path.at(-1)?.commands?.find(({ name }) => name === word);
    if (next === undefined) break;
    path.push(next);
  }
  if (path.length === 1 && words[0] !== undefined)
    throw new UsageError(`unknown command "${words[0]}" for "isobase"`);
  return path;
}

// Flags of commands are only known once plugins are loaded; until then every other flag is let through as it is.
function anyFlag(argv: readonly string[]): readonly Flag[] {
  const names = argv.flatMap((word) => (word.startsWith("--") ? [word.slice(2).split("=")[0] ?? ""] : []));
  const known = new Set([...globalFlags, ...(serve.flags ?? [])].map(({ name }) => name));
  return names.filter((name) => !known.has(name)).map((name) => ({ name, type: "boolean", summary: "" }));
}

function report(error: unknown): void {
  const text = error instanceof Error ? error.message : String(error);
  process.stderr.write(`${timestamp()} ${text}\n`);
  if (!(error instanceof UsageError) && process.env.ISOBASE_DEBUG)
    process.stderr.write(`${(error as Error).stack}\n`);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function version(): Promise<string> {
  const manifest = JSON.parse(await readFile(new URL("../../../package.json", import.meta.url), "utf8")) as {
    readonly version: string;
  };
  return manifest.version;
}
