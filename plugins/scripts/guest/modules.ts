import { call } from "./host.ts";

interface LoadedModule {
  readonly filename: string;
  readonly code?: string;
  /** The value of a JSON file. */
  readonly json?: string;
  /** What debuggers call it. */
  readonly url?: string;
}

interface Module {
  exports: unknown;
  readonly id: string;
  readonly filename: string;
  loaded: boolean;
}

type FileFunction = (
  exports: unknown,
  require: (name: string) => unknown,
  module: Module,
  filename: string,
  dirname: string,
) => unknown;

const builtIn = new Map<string, unknown>();
const modules = new Map<string, Module>();
/** Where names led, by folder and name: asking the host once is enough for one generation. */
const resolved = new Map<string, string>();

/** Makes a value available as `require(name)`. */
export function provideModule(name: string, value: unknown): void {
  builtIn.set(name, value);
  builtIn.set(`node:${name}`, value);
}

/** Runs a script file with module scope. */
export function runFile(filename: string, file: FileFunction): void {
  evaluate(filename, file);
}

/** The `require` of files in a folder; "" stands for code that is in no file. */
export function requireFrom(folder: string): (name: string) => unknown {
  return (name) => {
    if (builtIn.has(name)) return builtIn.get(name);
    const key = `${folder}\0${name}`;
    const known = modules.get(resolved.get(key) ?? "");
    if (known !== undefined) return known.exports;
    const found = call<LoadedModule>("module.load", folder, name);
    resolved.set(key, found.filename);
    const twin = modules.get(found.filename);
    if (twin !== undefined) return twin.exports;
    if (found.json !== undefined) return keepJson(found.filename, found.json);
    return evaluate(found.filename, compile(found)).exports;
  };
}

function evaluate(filename: string, file: FileFunction): Module {
  const module: Module = { exports: {}, id: filename, filename, loaded: false };
  modules.set(filename, module);
  const folder = filename.slice(0, filename.lastIndexOf("/"));
  try {
    file.call(module.exports, module.exports, requireFrom(folder), module, filename, folder);
  } catch (error) {
    modules.delete(filename);
    throw error;
  }
  module.loaded = true;
  return module;
}

function keepJson(filename: string, text: string): unknown {
  const module: Module = { exports: JSON.parse(text), id: filename, filename, loaded: true };
  modules.set(filename, module);
  return module.exports;
}

function compile({ filename, code, url = filename }: LoadedModule): FileFunction {
  const source = `(function (exports, require, module, __filename, __dirname) {${code}\n})\n//# sourceURL=${url}`;
  // biome-ignore lint/security/noGlobalEval: modules are the author's own code, compiled where they run
  return globalThis.eval(source) as FileFunction;
}
