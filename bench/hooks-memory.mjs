// What hooks cost in memory: 100 files beside none, and 1 000 reloads. Prints megabytes; exit status 1 past the line.
// node bench/hooks-memory.mjs [reloads]   (runs dist/, so build first)
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";

const reloads = Number(process.argv[2] ?? 1000);
const files = 100;
/** Megabytes that 100 files may take, and how much more there may be after all reloads than after the first tenth. */
const mayTake = 60;
const mayGrow = 1.1;

const port = 9240;
const main = process.env.ISOBASE_MAIN ?? path.resolve(import.meta.dirname, "../dist/kernel/main.js");
const home = mkdtempSync(path.join(tmpdir(), "isobase-hooks-memory-"));
const hooks = path.join(home, "pb_hooks");
mkdirSync(hooks);

try {
  const bare = await idle();
  for (let i = 0; i < files; i++) writeFileSync(path.join(hooks, `file${i}.pb.js`), hookFile(i, 0));
  const loaded = await idle(reload);
  const takes = loaded.idle - bare.idle;
  const { warm, last } = loaded;
  console.log(`bare ${mb(bare.idle)}, with ${files} files ${mb(loaded.idle)}: ${mb(takes)} more`);
  console.log(`after ${reloads / 10} reloads ${mb(warm)}, after ${reloads} ${mb(last)}`);
  process.exitCode = takes > mayTake || last > warm * mayGrow ? 1 : 0;
} finally {
  rmSync(home, { recursive: true, force: true });
}

/** Memory of a server that was started and left alone; `then` goes on with it. */
async function idle(then = async () => ({})) {
  const args = [
    "serve",
    "--http",
    `127.0.0.1:${port}`,
    "--dir",
    path.join(home, "pb_data"),
    "--hooksDir",
    hooks,
  ];
  const server = spawn(process.execPath, ["--no-node-snapshot", main, ...args], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let printed = "";
  server.stdout.on("data", (text) => {
    printed += text;
  });
  try {
    await until(() => printed.includes("Server started"));
    await wait(3000);
    return {
      idle: residentOf(server.pid),
      ...(await then(server, () => printed.split("Hooks reloaded").length - 1)),
    };
  } finally {
    server.kill("SIGTERM");
    await new Promise((ended) => server.once("exit", ended));
  }
}

/** Changes a file again and again, each time when the change before is in place. */
async function reload(server, done) {
  let warm = 0;
  for (let i = 1; i <= reloads; i++) {
    writeFileSync(path.join(hooks, "file0.pb.js"), hookFile(0, i));
    await until(() => done() >= i);
    if (i === Math.round(reloads / 10)) warm = residentOf(server.pid);
  }
  await wait(3000);
  return { warm, last: residentOf(server.pid) };
}

function hookFile(i, version) {
  return `// ${version}
routerAdd("GET", "/bench/${i}", (e) => e.json(200, { file: ${i}, version: ${version} }));
onRecordCreate((e) => { e.record.set("slug", String(e.record.get("title")).toLowerCase()); e.next(); }, "bench${i}");`;
}

function residentOf(pid) {
  const [, kilobytes] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"));
  return Number(kilobytes) / 1024;
}

async function until(isTrue) {
  const end = Date.now() + 30_000;
  while (!isTrue()) {
    if (Date.now() > end) throw new Error("The server did not get there in 30 seconds.");
    await wait(5);
  }
}

function mb(megabytes) {
  return `${megabytes.toFixed(1)} MB`;
}
