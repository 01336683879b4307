import path from "node:path";
import { type BuildOptions, build, type Message, stop, transform } from "esbuild";
import { ScriptProblem } from "./errors.ts";

/** A source file as one script of the sandbox's language, with its way back to the author's lines. */
export interface CompiledFile {
  readonly code: string;
  /** Source map as JSON text. */
  readonly map: string;
}

/** TypeScript or modern JavaScript to a CommonJS script; line for line where the language allows. */
export async function compileFile(filename: string, source: string): Promise<CompiledFile> {
  try {
    const { code, map } = await whileNeeded(() =>
      transform(source, {
        loader: /\.[mc]?tsx?$/.test(filename) ? "ts" : "js",
        format: "cjs",
        target: "es2023",
        sourcefile: filename,
        sourcemap: "external",
        sourcesContent: false,
        supported: { "dynamic-import": false },
        tsconfigRaw: { compilerOptions: { useDefineForClassFields: true } },
      }),
    );
    return { code, map };
  } catch (cause) {
    throw asProblem(filename, cause);
  }
}

/** A package of the project's node_modules as one CommonJS script. */
export async function bundlePackage(name: string, folder: string): Promise<CompiledFile> {
  const options: BuildOptions = {
    stdin: {
      contents: `module.exports = require(${JSON.stringify(name)});`,
      resolveDir: folder,
      loader: "js",
    },
    platform: "browser",
    format: "cjs",
    external: ["buffer", "util", "process", "console"],
  };
  const { code } = await bundle(options, name);
  return { code, map: "" };
}

/** A test file with all it imports as one module of Node's; `outfile` is where it will lie, `api` the source of "isobase/testing". */
export async function bundleTest(filename: string, outfile: string, api: string): Promise<string> {
  const options: BuildOptions = {
    entryPoints: [filename],
    outfile,
    platform: "node",
    format: "esm",
    sourcemap: "inline",
    sourcesContent: false,
    banner: {
      js: `import { createRequire as __require } from "node:module"; const require = __require(${JSON.stringify(filename)});`,
    },
    plugins: [
      {
        name: "the testing module",
        setup(plan) {
          plan.onResolve({ filter: /^isobase\/testing$/ }, ({ path: name }) => ({
            path: name,
            namespace: "api",
          }));
          plan.onLoad({ filter: /.*/, namespace: "api" }, () => ({ contents: api, loader: "js" }));
        },
      },
    ],
  };
  return (await bundle(options, filename)).code;
}

/** What takes the place of "#kernel" in a sandbox: the pure part of it. */
export interface KernelInGuest {
  readonly contents: string;
  readonly resolveDir: string;
}

/** The source that runs in every sandbox before any script: a function expression. */
export async function bundleGuest(entry: string, kernel: KernelInGuest): Promise<string> {
  const { code } = await bundle(
    {
      entryPoints: [entry],
      platform: "neutral",
      format: "iife",
      globalName: "guest",
      minifySyntax: true,
      minifyWhitespace: true,
      plugins: [
        {
          name: "kernel in the sandbox",
          setup(plan) {
            plan.onResolve({ filter: /^#kernel$/ }, () => ({ path: "#kernel", namespace: "guest" }));
            plan.onLoad({ filter: /.*/, namespace: "guest" }, () => ({ ...kernel, loader: "js" }));
          },
        },
      ],
    },
    entry,
  );
  return `(function (memory, bell, counts, ask) { "use strict"; ${code}; return guest.start(memory, bell, counts, ask); })`;
}

async function bundle(options: BuildOptions, name: string): Promise<{ readonly code: string }> {
  try {
    const result = await whileNeeded(() =>
      build({ ...options, bundle: true, write: false, target: "es2023", logLevel: "silent" }),
    );
    return { code: result.outputFiles?.[0]?.text ?? "" };
  } catch (cause) {
    throw asProblem(name, cause);
  }
}

/** esbuild is a process of its own; nobody who has stopped editing needs to keep it. */
const idleMs = 20_000;
let resting: NodeJS.Timeout | undefined;

async function whileNeeded<T>(work: () => Promise<T>): Promise<T> {
  clearTimeout(resting);
  try {
    return await work();
  } finally {
    clearTimeout(resting);
    resting = setTimeout(() => void stop(), idleMs).unref();
  }
}

function asProblem(filename: string, cause: unknown): unknown {
  const [first] = (cause as { readonly errors?: readonly Message[] }).errors ?? [];
  if (first === undefined) return cause;
  const { location, text } = first;
  if (location === null) return new ScriptProblem(text, undefined, { cause });
  const file = path.isAbsolute(location.file) ? location.file : filename;
  const place = { file, line: location.line, column: location.column + 1, text: location.lineText };
  return new ScriptProblem(text, place, { cause });
}
