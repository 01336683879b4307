import { readFileSync, writeFileSync } from "node:fs";
import { stat } from "node:fs/promises";
import { request } from "node:http";
import path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { expect, test } from "vitest";
import { temporaryFolder } from "../../support/folder.ts";
import { runCommand, startServer, type TestServer } from "../../support/server.ts";
import { openBucket } from "./bucket.ts";

const mib = 1024 * 1024;
const boundary = "----large";

interface Started extends TestServer {
  readonly pid: number;
  call(method: string, address: string, body: object): Promise<Readonly<Record<string, unknown>>>;
}

/** A server of its own with a collection for large files. */
async function openServer(settings: object = {}): Promise<Started> {
  const dir = path.join(await temporaryFolder(), "pb_data");
  const [email, password] = ["root@example.com", "1234567890"];
  await runCommand(["superuser", "upsert", email, password, "--dir", dir]);
  const server = await startServer({ dir });
  let token = "";
  const call: Started["call"] = async (method, address, body) => {
    const headers = { "content-type": "application/json", authorization: token };
    const answer = await fetch(server.url + address, { method, headers, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${method} ${address}: ${await answer.text()}`);
    return (await answer.json()) as Readonly<Record<string, unknown>>;
  };
  const login = "/api/collections/_superusers/auth-with-password";
  token = String((await call("POST", login, { identity: email, password })).token);
  await call("PATCH", "/api/settings", settings);
  const fields = [{ name: "doc", type: "file", maxSize: 200 * mib }];
  await call("POST", "/api/collections", { name: "docs", createRule: "", viewRule: "", fields });
  return { ...server, call, pid: server.process.pid as number };
}

/** Sends a file of so many bytes as a form, made while it is sent. */
async function upload(server: Started, bytes: number): Promise<Readonly<Record<string, string>>> {
  const head = `--${boundary}\r\ncontent-disposition: form-data; name="doc"; filename="large.bin"\r\n\r\n`;
  const tail = `\r\n--${boundary}--\r\n`;
  const chunk = Buffer.alloc(64 * 1024, "\x01abc");
  function* form() {
    yield Buffer.from(head);
    for (let sent = 0; sent < bytes; sent += chunk.length) yield chunk.subarray(0, bytes - sent);
    yield Buffer.from(tail);
  }
  const outgoing = request(`${server.url}/api/collections/docs/records`, {
    method: "POST",
    headers: {
      "content-type": `multipart/form-data; boundary=${boundary}`,
      "content-length": head.length + bytes + tail.length,
    },
  });
  const answer = new Promise<Readable>((resolve, reject) =>
    outgoing.on("response", resolve).on("error", reject),
  );
  await pipeline(Readable.from(form()), outgoing);
  return JSON.parse(Buffer.concat(await (await answer).toArray()).toString());
}

function memory(pid: number, what: "VmRSS" | "VmHWM"): number {
  const [, kilobytes] =
    new RegExp(`${what}:\\s+(\\d+)`).exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
  return Number(kilobytes) / 1024;
}

/** MiB that the memory of the server grows by at most while something is done. */
async function growth({ pid }: Started, work: () => Promise<unknown>): Promise<number> {
  const before = memory(pid, "VmRSS");
  writeFileSync(`/proc/${pid}/clear_refs`, "5"); // the peak counts from here
  await work();
  return memory(pid, "VmHWM") - before;
}

const onLinux = test.skipIf(process.platform !== "linux");

onLinux("a file of 100 MB passes through 30 MB of memory on its way to the disk", async () => {
  const server = await openServer();
  for (let i = 0; i < 3; i++) await upload(server, mib);
  let record: Readonly<Record<string, string>> = {};
  const grown = await growth(server, async () => {
    record = await upload(server, 100 * mib);
  });

  const file = path.join(server.dir, "storage", `${record.collectionId}`, `${record.id}`, `${record.doc}`);
  expect((await stat(file)).size).toBe(100 * mib);
  expect(grown).toBeLessThan(30);
});

onLinux("and on its way to a bucket", async () => {
  const { forcePathStyle, ...bucket } = await openBucket();
  const server = await openServer({ s3: { enabled: true, forcePathStyle, ...bucket } });
  for (let i = 0; i < 3; i++) await upload(server, mib);
  let record: Readonly<Record<string, string>> = {};
  const grown = await growth(server, async () => {
    record = await upload(server, 100 * mib);
  });

  const address = `${server.url}/api/files/docs/${record.id}/${record.doc}`;
  expect((await fetch(address, { method: "HEAD" })).headers.get("content-length")).toBe(String(100 * mib));
  expect(grown).toBeLessThan(30);
});
