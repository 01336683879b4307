import { Bytes } from "./bytes.ts";
import { goError } from "./errors.ts";
import { call } from "./host.ts";
import { bytesOf, toBytes } from "./text.ts";
import { Time } from "./time.ts";

interface Stat {
  readonly name: string;
  readonly size: number;
  readonly mode: number;
  readonly isDir: boolean;
  readonly modified: number;
}

class FileInfo {
  readonly #stat: Stat;

  constructor(stat: Stat) {
    this.#stat = stat;
  }

  name(): string {
    return this.#stat.name;
  }

  size(): number {
    return this.#stat.size;
  }

  mode(): FileMode {
    return new FileMode(this.#stat.mode, this.#stat.isDir ? "d" : "");
  }

  isDir(): boolean {
    return this.#stat.isDir;
  }

  modTime(): Time {
    return Time.of(new Date(this.#stat.modified));
  }

  info(): this {
    return this;
  }
}

const rights = "rwxrwxrwx";
const sticky = 0o1000;

/** Who may do what with a file: a number that reads as `-rw-r--r--`. */
class FileMode {
  readonly #bits: number;
  readonly #kind: string;

  constructor(bits: number, kind: string) {
    this.#bits = bits;
    this.#kind = kind;
  }

  isDir(): boolean {
    return this.#kind === "d";
  }

  perm(): FileMode {
    return new FileMode(this.#bits & 0o777, "");
  }

  valueOf(): number {
    return this.#bits;
  }

  toJSON(): number {
    return this.#bits;
  }

  string(): string {
    const lead = `${this.#kind}${(this.#bits & sticky) === 0 ? "" : "t"}` || "-";
    return lead + [...rights].map((right, i) => ((this.#bits >> (8 - i)) & 1 ? right : "-")).join("");
  }

  toString(): string {
    return this.string();
  }
}

/** A program: put together here, run by the host. */
class Cmd {
  path: string;
  args: string[];
  dir = "";
  env: string[] = [];
  stdin: unknown = null;

  constructor(name: string, args: readonly unknown[]) {
    this.path = String(name);
    this.args = [String(name), ...args.map(String)];
  }

  /** The program while it runs; null before. */
  process: Process | null = null;
  /** How it ended; null before. */
  processState: ProcessState | null = null;

  run(): void {
    this.#end("none");
  }

  /** Begins, and does not wait: the program goes on when the handler is over. */
  start(): void {
    this.#begin("none");
  }

  wait(): void {
    if (this.process === null) throw goError("exec: not started");
    const { output, code, failure } = call<Ended>("os.wait", Process.handleOf(this.process));
    this.#output = output;
    this.processState = new ProcessState(code, this.process.pid);
    if (failure !== "") throw goError(failure);
  }

  output(): Bytes {
    return this.#end("out");
  }

  combinedOutput(): Bytes {
    return this.#end("both");
  }

  string(): string {
    return this.args.join(" ");
  }

  #output: Uint8Array = new Uint8Array();

  #begin(what: "none" | "out" | "both"): void {
    if (this.process !== null) throw goError("exec: already started");
    const stdin = this.stdin === null ? null : bytesOf(this.stdin);
    const options = { dir: this.dir, env: this.env, stdin, what };
    const started = call<Started>("os.start", this.path, this.args.slice(1), options);
    this.process = new Process(started);
  }

  #end(what: "none" | "out" | "both"): Bytes {
    this.#begin(what);
    this.wait();
    return Bytes.of8(this.#output);
  }
}

interface Started {
  readonly handle: number;
  readonly pid: number;
}

interface Ended {
  readonly output: Uint8Array;
  readonly code: number;
  readonly failure: string;
}

class Process {
  readonly pid: number;
  readonly #handle: number;

  constructor({ handle, pid }: Started) {
    this.pid = pid;
    this.#handle = handle;
  }

  static handleOf(process: Process): number {
    return process.#handle;
  }

  kill(): void {
    call("os.kill", this.#handle);
  }
}

class ProcessState {
  readonly #code: number;
  readonly #pid: number;

  constructor(code: number, pid: number) {
    this.#code = code;
    this.#pid = pid;
  }

  exitCode(): number {
    return this.#code;
  }

  exited(): boolean {
    return this.#code !== -1;
  }

  success(): boolean {
    return this.#code === 0;
  }

  pid(): number {
    return this.#pid;
  }

  string(): string {
    return this.#code === -1 ? "signal: killed" : `exit status ${this.#code}`;
  }

  toString(): string {
    return this.string();
  }
}

const list = (path: string): FileInfo[] => call<Stat[]>("os.readDir", path).map((stat) => new FileInfo(stat));

/** A folder as something to read files from, for $apis.static and templates. */
export class DirFS {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  toJSON(): { folder: string } {
    return { folder: this.path };
  }
}

export const $os = {
  args: [] as string[],
  cmd: (name: string, ...args: readonly unknown[]) => new Cmd(name, args),
  exec: (name: string, ...args: readonly unknown[]) => new Cmd(name, args),
  exit: (code: number) => void call("os.exit", code),
  getenv: (name: string) => call<string>("os.getenv", name),
  dirFS: (path: string) => new DirFS(path),
  stat: (path: string) => new FileInfo(call<Stat>("os.stat", path)),
  readFile: (path: string) => Bytes.of8(call<Uint8Array>("os.readFile", path)),
  writeFile: (path: string, data: unknown, mode = 0o644) =>
    void call("os.writeFile", path, bytesOf(toBytes(data)), mode),
  readDir: list,
  tempDir: () => call<string>("os.tempDir"),
  truncate: (path: string, size: number) => void call("os.truncate", path, size),
  getwd: () => call<string>("os.getwd"),
  mkdir: (path: string, mode = 0o755) => void call("os.mkdir", path, mode),
  mkdirAll: (path: string, mode = 0o755) => void call("os.mkdirAll", path, mode),
  rename: (from: string, to: string) => void call("os.rename", from, to),
  remove: (path: string) => void call("os.remove", path),
  removeAll: (path: string) => void call("os.removeAll", path),
  openRoot: (path: string) => new DirFS(path),
  openInRoot: (root: string, name: string) => Bytes.of8(call<Uint8Array>("os.readFile", `${root}/${name}`)),
};

/** Walks a folder, itself first, as the reference does; an error of `visit` ends it. */
export function walk(root: string, visit: (path: string, info: FileInfo, error: null) => unknown): void {
  const go = (path: string, info: FileInfo): void => {
    const returned = visit(path, info, null);
    if (returned instanceof Error) throw returned;
    if (!info.isDir()) return;
    for (const entry of list(path)) go(`${path.replace(/\/$/, "")}/${entry.name()}`, entry);
  };
  go(root, $os.stat(root));
}
