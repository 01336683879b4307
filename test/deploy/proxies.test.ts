import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { EventSource } from "eventsource";
import PocketBase from "pocketbase";
import { expect, onTestFinished, test, vi } from "vitest";
import { runCommand, startServer } from "../durability/server.ts";
import { temporaryFolder } from "../support/folder.ts";
import { freePort } from "../support/server.ts";
import { findTool, runTool } from "./tools.ts";

const email = "proxy@example.com";
const password = "proxy-12345";
const deploy = path.resolve(import.meta.dirname, "../../docs/deploy");
const nginx = findTool("nginx");
const caddy = findTool("caddy");

interface Ports {
  readonly proxy: number;
  readonly server: number;
}

test.skipIf(nginx === undefined)(
  "nginx passes on everything the server does",
  { timeout: 60_000 },
  async () => {
    await exercise(async ({ proxy, server }) => {
      const folder = await temporaryFolder();
      const site = (await readFile(path.join(deploy, "nginx.conf"), "utf8"))
        .replace("listen 80;", `listen 127.0.0.1:${proxy};`)
        .replace(/listen \[::\]:80;/, "")
        .replace("127.0.0.1:8090", `127.0.0.1:${server}`);
      await mkdir(path.join(folder, "tmp"));
      const kinds = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
      const paths = kinds.map((kind) => `${kind}_temp_path ${folder}/tmp/${kind};`).join("\n");
      const file = path.join(folder, "nginx.conf");
      const head = `pid ${folder}/pid;\nerror_log ${folder}/error.log;\n`;
      await writeFile(
        file,
        `${process.getuid?.() === 0 ? "user root;\n" : ""}${head}events {}\nhttp {\naccess_log off;\n${paths}\n${site}\n}\n`,
      );
      return runTool(nginx ?? "", [
        "-p",
        folder,
        "-c",
        file,
        "-e",
        `${folder}/error.log`,
        "-g",
        "daemon off;",
      ]);
    });
  },
);

test.skipIf(caddy === undefined)(
  "Caddy passes on everything the server does",
  { timeout: 60_000 },
  async () => {
    await exercise(async ({ proxy, server }) => {
      const folder = await temporaryFolder();
      const site = (await readFile(path.join(deploy, "Caddyfile"), "utf8"))
        .replace("example.com {", `http://127.0.0.1:${proxy} {`)
        .replace("127.0.0.1:8090", `127.0.0.1:${server}`);
      const file = path.join(folder, "Caddyfile");
      await writeFile(file, `{\n\tadmin off\n\tauto_https off\n\tgrace_period 100ms\n}\n${site}`);
      const env = { HOME: folder, XDG_CONFIG_HOME: folder, XDG_DATA_HOME: folder };
      return runTool(caddy ?? "", ["run", "--config", file, "--adapter", "caddyfile"], env);
    });
  },
);

/** Signs in, uploads, downloads and listens, all of it through a proxy. */
async function exercise(
  startProxy: (ports: Ports) => Promise<{ readonly output: () => string }>,
): Promise<void> {
  vi.stubGlobal("EventSource", EventSource);
  onTestFinished(() => void vi.unstubAllGlobals());
  const dir = path.join(await temporaryFolder(), "pb_data");
  await runCommand("superuser", "upsert", email, password, "--dir", dir);
  const ports = { proxy: await freePort(), server: await freePort() };
  const server = await startServer(dir, ports.server);
  onTestFinished(() => void server.end("SIGTERM"));
  const proxy = await startProxy(ports);
  const client = new PocketBase(`http://127.0.0.1:${ports.proxy}`);
  client.autoCancellation(false);
  await vi
    .waitFor(() => client.health.check(), { timeout: 10_000 })
    .catch((error: unknown) => {
      throw new Error(`The proxy does not answer:\n${proxy.output()}`, { cause: error });
    });
  await client.collection("_superusers").authWithPassword(email, password);
  const fields = [
    { name: "title", type: "text" },
    { name: "file", type: "file", maxSelect: 1, maxSize: 40_000_000 },
  ];
  await client.collections.create({ name: "posts", type: "base", fields });

  // Larger than any proxy's own idea of a limit.
  const content = Buffer.alloc(20_000_000, "abcdefg\n");
  const created = await client
    .collection("posts")
    .create({ title: "a", file: new File([content], "large.txt") });
  const download = await fetch(client.files.getURL(created, created.file));
  expect(Buffer.from(await download.arrayBuffer()).equals(content)).toBe(true);

  // A message arrives when it is sent, not when a buffer is full or the connection ends.
  const heard: string[] = [];
  await client.collection("posts").subscribe("*", ({ record }) => void heard.push(String(record.title)));
  await client.collection("posts").create({ title: "told" });
  await vi.waitFor(() => expect(heard).toEqual(["told"]));
  await client.realtime.unsubscribe();

  // The client's address is the one the proxy saw, once its header is trusted.
  await client.settings.update({ trustedProxy: { headers: ["X-Forwarded-For"] } });
  const { data } = await client.health.check({ headers: { "X-Forwarded-For": "9.9.9.9" } });
  expect(data).toMatchObject({ realIP: "127.0.0.1", possibleProxyHeader: "X-Forwarded-For" });
}
