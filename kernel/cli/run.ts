import { createConfig } from "../config.ts";
import { createKernel, type KernelHandle } from "../kernel.ts";
import type { Plugin } from "../plugins/plugin.ts";
import { timestamp } from "../timestamp.ts";
import { runAlone } from "./alone.ts";
import type { ParsedArguments } from "./arguments.ts";
import type { Command } from "./command.ts";
import { UsageError } from "./errors.ts";
import { findCommand, readEarly, readFlags } from "./find.ts";
import { checkDataFolder, checkHooksFolder } from "./folders.ts";
import { helpOf } from "./help.ts";
import { init } from "./init.ts";
import { serve } from "./serve.ts";
import { version } from "./version.ts";

/** Carries out a command line; gives the exit code. */
export async function runCommandLine(argv: readonly string[], plugins: readonly Plugin[]): Promise<number> {
  try {
    const code = await runAlone(argv, plugins, print);
    if (code !== undefined) return code;
    let next: Next = await runOnce(argv, plugins);
    while (next !== "done") next = await runAgain(next, argv, plugins);
    return 0;
  } catch (error) {
    report(error);
    return 1;
  }
}

/** What a plugin wants done before everything starts again. */
type Next = "done" | { readonly between: () => Promise<void> };

async function runAgain(
  { between }: Exclude<Next, "done">,
  argv: readonly string[],
  plugins: readonly Plugin[],
): Promise<Next> {
  await between().catch(report); // it put back what it could not change; the server goes on with that
  try {
    return await runOnce(argv, plugins);
  } catch (error) {
    report(error);
    return await runOnce(argv, plugins); // a start that failed may have left the next one a way back
  }
}

async function runOnce(argv: readonly string[], plugins: readonly Plugin[]): Promise<Next> {
  const early = readEarly(argv);
  const kernel = await createKernel({ config: createConfig(early.flags, process.cwd()), plugins });
  let restart: Next = "done";
  void kernel.restartAsked.then((between) => {
    restart = { between };
  });
  try {
    await runIn(kernel, argv);
  } finally {
    await kernel.terminate({ isRestart: isRestart(restart) });
  }
  return restart;
}

function isRestart(next: Next): boolean {
  return next !== "done";
}

async function runIn(kernel: KernelHandle, argv: readonly string[]): Promise<void> {
  const root: Command = {
    name: "isobase",
    summary: "isobase CLI",
    commands: [...kernel.commands, serve, init],
  };
  const path = findCommand(root, argv);
  const command = path.at(-1) ?? root;
  const [unknown] = readEarly(argv).words;
  if (command === root && unknown !== undefined) {
    throw new UsageError(`unknown command "${unknown}" for "isobase"`);
  }
  const { words, flags } = readFlags(path, argv);
  if (flags.version === true) {
    print(`isobase version ${version()}`);
    return;
  }
  if (flags.help === true || command.run === undefined) {
    print(helpOf(path));
    return;
  }
  const args = words.slice(path.length - 1);
  await command.check?.({ args, flags });
  if (command.bootstrap !== "skip") await bootstrap(kernel, flags);
  await command.run({ kernel, args, flags, print });
}

async function bootstrap(kernel: KernelHandle, flags: ParsedArguments["flags"]): Promise<void> {
  await checkDataFolder(kernel.config.dir);
  if (flags.hooksDir !== undefined) await checkHooksFolder(kernel.config.hooksDir);
  await kernel.bootstrap();
}

function report(error: unknown): void {
  const text = error instanceof Error ? error.message : String(error);
  process.stderr.write(`${timestamp()} ${text}\n`);
  if (!(error instanceof UsageError) && process.env.ISOBASE_DEBUG) {
    process.stderr.write(`${(error as Error).stack}\n`);
  }
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
