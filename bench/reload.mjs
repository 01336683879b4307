// How long a saved hook takes to be live, while a client keeps asking: node bench/reload.mjs [saves]
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import http from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";

const saves = Number(process.argv[2] ?? 50);
const port = 8399;
const folder = mkdtempSync(path.join(tmpdir(), "isobase-reload-"));
const hooks = path.join(folder, "pb_hooks");
mkdirSync(hooks);
const file = path.join(hooks, "main.pb.ts");
const save = (version) =>
  writeFileSync(
    file,
    `const version: number = ${version};\nrouterAdd("GET", "/version", (e) => e.json(200, { version }));\n`,
  );
save(0);

const main = path.resolve(import.meta.dirname, "../dist/kernel/main.js");
const server = spawn(
  process.execPath,
  ["--no-node-snapshot", main, "serve", "--http", `127.0.0.1:${port}`, "--dir", path.join(folder, "pb_data")],
  { stdio: "ignore" },
);
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
const client = new http.Agent({ keepAlive: true, maxSockets: 1 });

const get = (url, through) =>
  new Promise((resolve, reject) => {
    const request = http.get({ port, path: url, agent: through }, (response) => {
      let text = "";
      response.on("data", (chunk) => (text += chunk));
      response.on("end", () => resolve({ status: response.statusCode, text, socket: request.socket }));
    });
    request.on("error", reject);
  });

try {
  while (
    !(await get("/version", agent).then(
      ({ status }) => status === 200,
      () => false,
    ))
  )
    await pause(20);
  const watched = watchClient();
  const times = [];
  for (let version = 1; version <= saves; version++) {
    const started = performance.now();
    save(version);
    while (JSON.parse((await get("/version", agent)).text).version !== version) await pause(1);
    times.push(performance.now() - started);
    await pause(20);
  }
  const { asked, failed, connections } = await watched.stop();
  times.sort((a, b) => a - b);
  const at = (share) => times[Math.min(times.length - 1, Math.floor(times.length * share))].toFixed(0);
  console.log(`${saves} saves: live after p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, at most ${at(1)} ms`);
  console.log(`meanwhile ${asked} requests over ${connections} connection(s), ${failed} failed`);
} finally {
  server.kill();
  agent.destroy();
  client.destroy();
  rmSync(folder, { recursive: true, force: true });
}

/** Asks without pause over one connection until it is stopped. */
function watchClient() {
  const seen = { asked: 0, failed: 0, sockets: new Set() };
  let going = true;
  const ended = (async () => {
    while (going) {
      seen.asked++;
      const answer = await get("/version", client).catch(() => undefined);
      if (answer?.status !== 200) seen.failed++;
      if (answer) seen.sockets.add(answer.socket);
    }
  })();
  return {
    async stop() {
      going = false;
      await ended;
      return { asked: seen.asked, failed: seen.failed, connections: seen.sockets.size };
    },
  };
}

function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
