import { Bytes } from "./bytes.ts";
import { call } from "./host.ts";
import { bytesOf, toBytes } from "./text.ts";

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

  modTime(): Date {
    return new Date(this.#stat.modified);
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

  run(): void {
    this.#run("none");
  }

  start(): void {
    this.#run("none");
  }

  wait(): void {}

  output(): Bytes {
    return Bytes.of8(this.#run("out"));
  }

  combinedOutput(): Bytes {
    return Bytes.of8(this.#run("both"));
  }

  string(): string {
    return this.args.join(" ");
  }

  #run(what: string): Uint8Array {
    const stdin = this.stdin === null ? null : bytesOf(this.stdin);
    return call<Uint8Array>("os.run", this.path, this.args.slice(1), {
      dir: this.dir,
      env: this.env,
      stdin,
      what,
    });
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
