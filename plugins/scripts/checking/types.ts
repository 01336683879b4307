import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import type { FileProblem } from "../contract.ts";

export interface TypeVerdict {
  readonly problems: readonly FileProblem[];
  /** What was done, in a sentence. */
  readonly note: string;
}

export interface TypeQuestion {
  readonly hooksDir: string;
  /** A folder that will be thrown away. */
  readonly folder: string;
  readonly scripts: readonly string[];
  /** Writes declarations of what scripts see, for those that refer to none; gives the file. */
  declare(): Promise<string>;
}

/** Asks the project's TypeScript about the scripts, or ours where it has none. */
export async function checkTypes(question: TypeQuestion): Promise<TypeVerdict> {
  const typed = question.scripts.filter((file) => /\.[cm]?ts$/.test(file) || /\.pb\.js$/.test(file));
  if (!typed.some((file) => /ts$/.test(file))) return { problems: [], note: "No TypeScript to check." };
  const compiler = compilerFor(question.hooksDir);
  if (compiler === undefined) {
    const note =
      "Types were not checked: no TypeScript is installed here (npm install --save-dev typescript).";
    return { problems: [], note };
  }
  const plan = path.join(question.folder, "tsconfig.json");
  await writeFile(plan, JSON.stringify(await planFor(question, typed)));
  const output = await run(compiler.tsc, ["-p", plan, "--pretty", "false"], question.hooksDir);
  const problems = await Promise.all(readOutput(output, question.hooksDir).map(withText));
  return { problems, note: `Types checked with TypeScript ${compiler.version}.` };
}

interface Compiler {
  readonly tsc: string;
  readonly version: string;
}

function compilerFor(hooksDir: string): Compiler | undefined {
  for (const from of [path.join(hooksDir, "any.js"), import.meta.filename]) {
    try {
      const file = createRequire(from).resolve("typescript/package.json");
      const { version } = createRequire(from)(file) as { readonly version: string };
      return { tsc: path.join(path.dirname(file), "bin", "tsc"), version };
    } catch {
      // not installed there
    }
  }
  return undefined;
}

const ownOptions = { target: "ES2023", lib: ["ES2023"], types: [], strict: true, module: "ESNext" };

/** Every script is a module of its own, whatever it imports; the rest is as the project's own configuration says. */
async function planFor({ hooksDir, declare }: TypeQuestion, scripts: readonly string[]): Promise<object> {
  const declared = (await refersToTypes(scripts)) ? [] : [await declare()];
  const project = nearest(hooksDir, "tsconfig.json");
  const modules = nearest(hooksDir, "node_modules");
  return {
    ...(project !== undefined && { extends: project }),
    compilerOptions: {
      ...(project === undefined && { ...ownOptions, moduleResolution: "Bundler" }),
      ...(modules !== undefined && { typeRoots: [path.join(modules, "@types")] }),
      noEmit: true,
      allowJs: true,
      checkJs: false,
      composite: false,
      incremental: false,
      rootDir: path.parse(hooksDir).root,
      allowImportingTsExtensions: true,
      moduleDetection: "force",
      skipLibCheck: true,
    },
    files: [...scripts, ...declared],
    include: [],
  };
}

/** Whether a script refers to declarations that are there. */
async function refersToTypes(scripts: readonly string[]): Promise<boolean> {
  for (const file of scripts) {
    const references = (await readFile(file, "utf8")).matchAll(/^\/\/\/\s*<reference path="([^"]+)"/gm);
    for (const [, name = ""] of references)
      if (existsSync(path.resolve(path.dirname(file), name))) return true;
  }
  return false;
}

function nearest(folder: string, name: string): string | undefined {
  const file = path.join(folder, name);
  if (existsSync(file)) return file;
  const parent = path.dirname(folder);
  return parent === folder ? undefined : nearest(parent, name);
}

function run(tsc: string, args: readonly string[], cwd: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [tsc, ...args], { cwd });
    let output = "";
    child.stdout.on("data", (chunk) => (output += chunk));
    child.stderr.on("data", (chunk) => (output += chunk));
    child.on("error", reject);
    child.on("close", () => resolve(output));
  });
}

const diagnostic = /^(?:(.+?)\((\d+),(\d+)\): )?error (TS\d+): (.*)$/;
/** Declarations that a server writes when it first runs. */
const notYetThere = "TS6053";

function readOutput(output: string, hooksDir: string): readonly FileProblem[] {
  const problems: FileProblem[] = [];
  for (const line of output.split(/\r?\n/)) {
    const [found, name, row, column, code = "", message = ""] = diagnostic.exec(line) ?? [];
    if (found === undefined || code === notYetThere || name?.endsWith(".d.ts")) continue;
    const said = `${message} (${code})`;
    if (name === undefined) problems.push({ file: "tsconfig.json", message: said });
    else
      problems.push({
        file: path.resolve(hooksDir, name),
        line: Number(row),
        column: Number(column),
        message: said,
      });
  }
  return problems;
}

async function withText(problem: FileProblem): Promise<FileProblem> {
  if (problem.line === undefined) return problem;
  const source = await readFile(problem.file, "utf8").catch(() => ""); // it was there a moment ago
  const text = source.split("\n")[problem.line - 1];
  return text === undefined ? problem : { ...problem, text };
}
