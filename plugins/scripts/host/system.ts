import { spawn } from "node:child_process";
import {
  mkdir,
  readdir,
  readFile,
  rename,
  rm,
  rmdir,
  stat,
  truncate,
  unlink,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { HostFunctions, ScriptSession } from "../session.ts";
import { told } from "./told.ts";

interface RunOptions {
  readonly dir: string;
  readonly env: readonly string[];
  readonly stdin: Uint8Array | null;
  readonly what: "none" | "out" | "both";
}

export const systemFunctions: HostFunctions = {
  "os.getenv": (_session, name: string) => process.env[String(name)] ?? "",
  "os.exit": (_session, code: number) => process.exit(Number(code) || 0),
  "os.getwd": () => process.cwd(),
  "os.tempDir": () => tmpdir(),
  "os.readFile": (_session, file: string) => told(readFile(file), "open", file),
  "os.readText": (_session, file: string) => told(readFile(file, "utf8"), "open", file),
  "os.writeFile": (_session, file: string, data: Uint8Array, mode: number) =>
    told(writeFile(file, data, { mode }), "open", file),
  "os.stat": (_session, file: string) => told(describe(file), "stat", file),
  "os.readDir": async (_session, folder: string) => {
    const names = await told(readdir(folder), "open", folder);
    return await Promise.all(names.sort().map((name) => describe(path.join(folder, name))));
  },
  "os.mkdir": (_session, folder: string, mode: number) => told(mkdir(folder, { mode }), "mkdir", folder),
  "os.mkdirAll": (_session, folder: string, mode: number) =>
    told(
      mkdir(folder, { mode, recursive: true }).then(() => undefined),
      "mkdir",
      folder,
    ),
  "os.rename": (_session, from: string, to: string) => told(rename(from, to), "rename", from),
  "os.remove": async (_session, file: string) => {
    const found = await told(stat(file), "remove", file);
    await told(found.isDirectory() ? rmdir(file) : unlink(file), "remove", file);
  },
  "os.removeAll": (_session, file: string) => rm(file, { recursive: true, force: true }),
  "os.truncate": (_session, file: string, size: number) => told(truncate(file, size), "truncate", file),
  "os.glob": (_session, pattern: string) => glob(String(pattern)),
  "os.start": async (session, file: string, args: readonly string[], options: RunOptions) => {
    const running = await start(file, args, options);
    return { handle: session.lend(running), pid: running.pid };
  },
  "os.wait": (session, handle: number) => runningAt(session, handle).done,
  "os.kill": (session, handle: number) => runningAt(session, handle).kill(),

  "clock.now": () => Date.now(),

  "url.parse": (_session, text: string, base: string | null) => partsOf(new URL(text, base ?? undefined)),
  "url.change": (_session, href: string, part: string, value: string) => {
    const url = new URL(href);
    (url as unknown as Record<string, string>)[part] = value;
    return partsOf(url);
  },
};

async function describe(file: string): Promise<object> {
  const found = await stat(file);
  return {
    name: path.basename(file),
    size: found.size,
    mode: found.mode & 0o7777,
    isDir: found.isDirectory(),
    modified: found.mtimeMs,
  };
}

async function glob(pattern: string): Promise<string[]> {
  const parts = pattern.split("/");
  let found = [parts[0] === "" ? "/" : "."];
  for (const part of parts) {
    if (part === "" || part === ".") continue;
    const expression = new RegExp(
      `^${part
        .replace(/[.+^${}()|\\]/g, "\\$&")
        .replaceAll("*", ".*")
        .replaceAll("?", ".")}$`,
    );
    const next: string[] = [];
    for (const folder of found) {
      const names = await readdir(folder).catch(() => []); // a file on the way matches nothing below it
      for (const name of names.sort()) if (expression.test(name)) next.push(path.join(folder, name));
    }
    found = next;
  }
  return found;
}

/** A program that was started, and what will come of it. */
interface Running {
  readonly pid: number;
  readonly done: Promise<Ended>;
  kill(): void;
}

interface Ended {
  readonly output: Uint8Array;
  readonly code: number;
  /** Why it did not end well; "" if it did. */
  readonly failure: string;
}

async function start(file: string, args: readonly string[], options: RunOptions): Promise<Running> {
  const { dir, env, stdin, what } = options;
  const environment =
    env.length === 0 ? process.env : Object.fromEntries(env.map((pair) => pair.split(/=(.*)/s)));
  const child = spawn(file, args, { cwd: dir || undefined, env: environment, stdio: "pipe" });
  const chunks: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => void (what === "none" || chunks.push(chunk)));
  child.stderr.on("data", (chunk: Buffer) => void (what === "both" && chunks.push(chunk)));
  const done = new Promise<Ended>((resolve) => {
    child.on("close", (code, signal) => {
      const failure = code === 0 ? "" : signal === null ? `exit status ${code}` : `signal: ${signal}`;
      resolve({ output: Buffer.concat(chunks), code: code ?? -1, failure });
    });
  });
  child.stdin.on("error", () => {}); // it did not want to read
  child.stdin.end(stdin ?? undefined);
  await new Promise<void>((resolve, reject) => {
    child.on("spawn", resolve).on("error", (cause: NodeJS.ErrnoException) => {
      const reason = cause.code === "ENOENT" ? "executable file not found in $PATH" : cause.message;
      reject(new Error(`exec: "${file}": ${reason}`, { cause }));
    });
  });
  return { pid: child.pid ?? 0, done, kill: () => void child.kill("SIGKILL") };
}

function runningAt(session: ScriptSession, handle: number): Running {
  return session.lentAt(handle) as Running;
}

function partsOf(url: URL): Record<string, string> {
  const { href, origin, protocol, username, password, host, hostname, port, pathname, search, hash } = url;
  return { href, origin, protocol, username, password, host, hostname, port, pathname, search, hash };
}
