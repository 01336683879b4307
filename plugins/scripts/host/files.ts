import { readFile } from "node:fs/promises";
import path from "node:path";
import type { Readable } from "node:stream";
import type { UploadedFile } from "#kernel";
import { NewFile } from "../../collections/model/fields/file.ts";
import type { BucketOptions, FileStore } from "../../files/contract.ts";
import type { HostFunctions, ScriptSession } from "../session.ts";

type Where = "files" | "backups" | { readonly folder: string } | { readonly s3: readonly unknown[] };

export const fileFunctions: HostFunctions = {
  "file.bytes": (session, ref: number) => contentOf(session.lentAt(ref) as NewFile),
  "file.fromPath": async ({ services }, file: string) =>
    services.storage.upload(path.basename(file), await readFile(file)),
  "file.fromBytes": ({ services }, bytes: Uint8Array, name: string) => services.storage.upload(name, bytes),
  "file.fromURL": async ({ services }, url: string, seconds: number) => {
    const request = { url, method: "GET", headers: {}, body: null, timeout: seconds * 1000 };
    const answer = await services.network.send(request);
    if (answer.status < 200 || answer.status > 399)
      throw new Error(`failed to download url ${url} (${answer.status})`);
    return await services.storage.upload(path.basename(new URL(url).pathname), answer.body);
  },
  "fs.exists": async (session, where: Where, key: string) =>
    (await storeOf(session, where).stat(key)) !== undefined,
  "fs.attributes": async (session, where: Where, key: string) =>
    (await storeOf(session, where).stat(key)) ?? notFound(),
  "fs.read": async (session, where: Where, key: string) => collect(await storeOf(session, where).open(key)),
  "fs.reuploadable": async (session, where: Where, key: string, preserve: boolean) => {
    const name = path.basename(key);
    const content = await collect(await storeOf(session, where).open(key));
    const file = await session.services.storage.upload(name, content);
    return preserve ? new NewFile({ ...file, name }) : file;
  },
  "fs.copy": async (session, where: Where, from: string, to: string) => {
    const store = storeOf(session, where);
    await store.put(to, await collect(await store.open(from)));
  },
  "fs.list": (session, where: Where, prefix: string) => storeOf(session, where).list(prefix),
  "fs.write": (session, where: Where, key: string, bytes: Uint8Array) =>
    storeOf(session, where).put(key, bytes),
  "fs.delete": (session, where: Where, key: string) => storeOf(session, where).delete(key),
  "fs.deletePrefix": (session, where: Where, prefix: string) => storeOf(session, where).deletePrefix(prefix),
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

function notFound(): never {
  throw new Error("blob (code=NotFound)");
}
