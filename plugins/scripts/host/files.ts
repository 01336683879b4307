import { readFile } from "node:fs/promises";
import path from "node:path";
import type { Readable } from "node:stream";
import type { RequestEvent, UploadedFile } from "#kernel";
import { NewFile } from "../../collections/model/fields/file.ts";
import type { BucketOptions, FileStore, StoredFile } from "../../files/contract.ts";
import type { HostFunctions, ScriptSession } from "../session.ts";
import { told } from "./told.ts";

type Where = "files" | "backups" | { readonly folder: string } | { readonly s3: readonly unknown[] };

export const fileFunctions: HostFunctions = {
  "file.bytes": (session, ref: number) => contentOf(session.lentAt(ref) as NewFile),
  "file.fromPath": async ({ services }, file: string) =>
    services.storage.upload(path.basename(file), await told(readFile(file), "stat", file)),
  "file.fromBytes": ({ services }, bytes: Uint8Array, name: string) => {
    if (bytes.length === 0) throw new Error("cannot create an empty file");
    return services.storage.upload(name, bytes);
  },
  "file.fromURL": async ({ services }, url: string, seconds: number) => {
    const request = { url, method: "GET", headers: {}, body: null, timeout: seconds * 1000 };
    const answer = await services.network.send(request);
    if (answer.status < 200 || answer.status > 399)
      throw new Error(`failed to download url ${url} (${answer.status})`);
    return await services.storage.upload(path.basename(url), answer.body);
  },
  "fs.exists": async (session, where: Where, key: string) =>
    (await storeOf(session, where).stat(key)) !== undefined,
  "fs.attributes": async (session, where: Where, key: string) => {
    const { content: _content, ...about } = await find(session, where, key);
    return { ...about, modified: about.modified.getTime() };
  },
  "fs.read": (session, where: Where, key: string) => read(session, where, key),
  "fs.reuploadable": async (session, where: Where, key: string, preserve: boolean) => {
    const name = path.basename(key);
    const content = await read(session, where, key);
    const file = await session.services.storage.upload(name, content);
    return preserve ? new NewFile({ ...file, name }) : file;
  },
  "fs.copy": async (session, where: Where, from: string, to: string) => {
    await find(session, where, from, { named: `${from} -> ${to}` });
    const store = storeOf(session, where);
    await store.put(to, await collect(await store.open(from)));
  },
  "fs.list": async (session, where: Where, prefix: string) => {
    const found = await storeOf(session, where).list(prefix);
    return found.map(({ key, size, modified }) => ({ key, size, modified: modified.getTime() }));
  },
  "fs.write": (session, where: Where, key: string, bytes: Uint8Array) =>
    storeOf(session, where).put(key, bytes),
  "fs.delete": async (session, where: Where, key: string) => {
    await find(session, where, key, { verb: "remove" });
    await storeOf(session, where).delete(key);
  },
  "fs.deletePrefix": (session, where: Where, prefix: string) => storeOf(session, where).deletePrefix(prefix),
  "fs.createThumb": (session, where: Where, original: string, thumb: string, size: string) =>
    session.services.storage.createThumb(storeOf(session, where), original, thumb, size),
  "fs.serve": (session, where: Where, request: RequestEvent, key: string, name: string) =>
    session.services.storage.serve(request, storeOf(session, where), key, name),
};

/** An uploaded file as a record takes it. */
export async function toNewFile({ services }: ScriptSession, file: UploadedFile): Promise<NewFile> {
  return await services.storage.upload(file.originalName, file);
}

interface Source {
  open(): Readable;
}

async function contentOf(file: NewFile): Promise<Uint8Array> {
  const { source } = file;
  return source instanceof Uint8Array ? source : await collect((source as Source).open());
}

function storeOf({ services }: ScriptSession, where: Where): FileStore {
  if (where === "files") return services.storage.files();
  if (where === "backups") return services.storage.backups();
  if ("folder" in where) return services.storage.local(where.folder);
  const [bucket, region, endpoint, accessKey, secret, forcePathStyle] = where.s3;
  const texts = { bucket, region, endpoint, accessKey, secret } as Record<string, string>;
  return services.storage.s3({
    ...(texts as unknown as BucketOptions),
    forcePathStyle: forcePathStyle === true,
  });
}

async function collect(stream: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function read(session: ScriptSession, where: Where, key: string): Promise<Buffer> {
  await find(session, where, key);
  return await collect(await storeOf(session, where).open(key));
}

/** What is known of a file; a missing one is an error in the reference's words. */
async function find(
  session: ScriptSession,
  where: Where,
  key: string,
  { verb = "stat", named = key } = {},
): Promise<StoredFile> {
  const found = await storeOf(session, where).stat(key);
  if (found !== undefined) return found;
  const folder = folderOf(session, where);
  const reason = folder === undefined ? "" : `${verb} ${path.join(folder, key)}: no such file or directory\n`;
  throw new Error(`[key: ${named}] ${reason}resource not found`);
}

/** Where a folder of files lies on this machine; undefined for a bucket. */
function folderOf({ services }: ScriptSession, where: Where): string | undefined {
  const { dir } = services.scope.config;
  const { s3, backups } = services.settings.values;
  if (where === "files") return s3.enabled ? undefined : path.join(dir, "storage");
  if (where === "backups") return backups.s3.enabled ? undefined : path.join(dir, "backups");
  return "folder" in where ? where.folder : undefined;
}
