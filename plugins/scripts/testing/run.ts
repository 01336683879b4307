import { existsSync } from "node:fs";
import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { AloneContext } from "#kernel";
import { shortName, showProblem } from "../checking/show.ts";
import { scriptClock } from "../clock.ts";
import { bundleTest } from "../compile.ts";
import { filesBelow } from "../files.ts";
import { problemOf } from "../trials.ts";
import { apiSource, provideApi } from "./api.ts";
import { installClock } from "./clock.ts";
import { type CollectedTest, takeTests } from "./collect.ts";
import { contextOf } from "./context.ts";
import { type PreparedKernel, TestKernels } from "./kernels.ts";
import { Report } from "./report.ts";

/** `isobase hooks test`: runs *.test.ts beside the hooks, each test in an app of its own. Gives the exit code. */
export async function testHooks(context: AloneContext): Promise<number> {
  const { config, args, print } = context;
  const files = await testFiles(config.hooksDir, args);
  if (files.length === 0) {
    print(`There are no tests in ${config.hooksDir}: expected files that end in .test.ts or .test.js.`);
    return 1;
  }
  process.setSourceMapsEnabled(true);
  provideApi();
  installClock();
  scriptClock.source = "host";
  // In memory where the machine has such a place: every test has a database of its own.
  const root = existsSync("/dev/shm") ? "/dev/shm" : tmpdir();
  const folder = await mkdtemp(path.join(root, "isobase-hooks-"));
  try {
    return await runFiles(context, folder, files);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function runFiles(context: AloneContext, folder: string, files: readonly string[]): Promise<number> {
  const { print, config } = context;
  const { kernels, problems } = await TestKernels.prepare(context, folder);
  const report = new Report(print, config.hooksDir);
  try {
    if (problems.length > 0) {
      print("The hooks cannot be tested before all of them can be loaded.");
      return 1;
    }
    kernels.order(1);
    const loaded: { readonly file: string; readonly tests: readonly CollectedTest[] }[] = [];
    for (const file of files) loaded.push({ file, tests: await load(file, folder, report) });
    const isOnly = loaded.some(({ tests }) => tests.some(({ mode }) => mode === "only"));
    const isWanted = ({ mode }: CollectedTest): boolean => (isOnly ? mode === "only" : mode !== "skip");
    let left = loaded.flatMap(({ tests }) => tests).filter(isWanted).length;
    for (const { file, tests } of loaded) {
      print(shortName(file));
      for (const test of tests) {
        if (isWanted(test)) await runTest(test, --left, kernels, report);
        else report.skipped(test.name);
      }
    }
  } finally {
    await kernels.close();
  }
  return report.finish();
}

async function runTest(
  { name, work, before }: CollectedTest,
  left: number,
  kernels: TestKernels,
  report: Report,
): Promise<void> {
  const asked = performance.now();
  let prepared: PreparedKernel | undefined;
  try {
    prepared = await kernels.take();
    kernels.order(left);
    const started = performance.now();
    const context = contextOf(prepared);
    for (const first of before()) await first(context);
    await work(context);
    report.passed(name, { startMs: started - asked, ms: performance.now() - started });
  } catch (error) {
    report.failed(name, error, prepared?.witness.logs ?? []);
  } finally {
    if (prepared !== undefined) kernels.giveBack(prepared);
  }
}

/** The tests a file writes down when it is loaded. */
async function load(file: string, folder: string, report: Report): Promise<readonly CollectedTest[]> {
  try {
    const bundled = path.join(folder, `${path.basename(file)}.${performance.now()}.mjs`);
    await writeFile(bundled, await bundleTest(file, bundled, apiSource()));
    await import(pathToFileURL(bundled).href);
    return takeTests();
  } catch (error) {
    takeTests();
    for (const line of showProblem(problemOf(file, error))) report.broken(line);
    return [];
  }
}

async function testFiles(hooksDir: string, names: readonly string[]): Promise<readonly string[]> {
  if (names.length === 0)
    return existsSync(hooksDir) ? await filesBelow(hooksDir, /\.test\.[cm]?[jt]s$/) : [];
  const found: string[] = [];
  for (const name of names) {
    const file = [path.resolve(name), path.resolve(hooksDir, name)].find((place) => existsSync(place));
    if (file === undefined) throw new Error(`There is no file or folder "${name}" with tests.`);
    if ((await stat(file)).isDirectory()) found.push(...(await testFiles(file, [])));
    else found.push(file);
  }
  return found;
}
