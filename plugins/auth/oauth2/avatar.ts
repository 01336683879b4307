import { lookup } from "node:dns";
import { get as getHttp, type IncomingMessage } from "node:http";
import { get as getHttps } from "node:https";
import { BlockList, isIP, type LookupFunction } from "node:net";
import { Readable } from "node:stream";
import type { UploadedFile } from "#kernel";

const patienceMs = 10_000;
const mostBytes = 10 * 1024 * 1024;
const mostRedirects = 5;

/** Downloads a picture from the open internet as if it had been uploaded; never from inside the operator's network. */
export async function downloadAvatar(url: string, key: string): Promise<UploadedFile> {
  const signal = AbortSignal.timeout(patienceMs);
  const { content, contentType, address } = await download(new URL(url), signal, mostRedirects);
  return {
    key,
    originalName: decodeURIComponent(address.pathname.split("/").at(-1) ?? "") || "avatar",
    contentType,
    size: content.length,
    head: content.subarray(0, 4096),
    open: () => Readable.from([content]),
    bytes: async () => content,
    discard: async () => {},
  };
}

interface Download {
  readonly content: Buffer;
  readonly contentType: string;
  readonly address: URL;
}

async function download(address: URL, signal: AbortSignal, redirects: number): Promise<Download> {
  const response = await request(address, signal);
  const { statusCode = 0, headers } = response;
  if (statusCode >= 300 && statusCode < 400 && headers.location !== undefined) {
    response.destroy();
    if (redirects === 0) throw new Error("the picture's address leads from one to the next");
    return await download(new URL(headers.location, address), signal, redirects - 1);
  }
  if (statusCode !== 200) {
    response.destroy();
    throw new Error(`${address.href} answered ${statusCode}`);
  }
  return { content: await readAll(response), contentType: headers["content-type"] ?? "", address };
}

function request(address: URL, signal: AbortSignal): Promise<IncomingMessage> {
  const get = address.protocol === "https:" ? getHttps : address.protocol === "http:" ? getHttp : undefined;
  if (get === undefined) throw new Error(`${address.protocol} is no address of a picture`);
  const host = address.hostname.replace(/^\[|\]$/g, "");
  if (isIP(host) !== 0 && !isPublic(host)) throw new InnerAddress(host);
  return new Promise((done, failed) => {
    // A fresh connection each time: a kept one would not be looked up again.
    get(address, { signal, lookup: publicLookup, agent: false }, done).on("error", failed);
  });
}

async function readAll(response: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > mostBytes) {
      response.destroy();
      throw new Error("the picture is too large");
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}

/** Looks names up for a connection, so that what was checked is what is connected to. */
const publicLookup: LookupFunction = (hostname, options, done) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error !== null) return done(error, "");
    const inner = addresses.find(({ address }) => !isPublic(address));
    const [first] = addresses;
    if (inner !== undefined || first === undefined) return done(new InnerAddress(hostname), "");
    if (options.all === true) return done(null, addresses);
    done(null, first.address, first.family);
  });
};

class InnerAddress extends Error {
  constructor(host: string) {
    super(`${host} is not on the open internet`);
  }
}

/** False for this machine, private and link-local networks, and everything else that is nobody's public address. */
export function isPublic(ip: string): boolean {
  const version = isIP(ip);
  if (version === 0) return false;
  return version === 6 ? !inner.ipv6.check(ip, "ipv6") : !inner.ipv4.check(ip, "ipv4");
}

// A list each: a BlockList takes IPv4 addresses for mapped IPv6 ones, which all lie in ::/3.
const inner = { ipv4: new BlockList(), ipv6: new BlockList() };
for (const [network, bits] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 3],
] as const) {
  inner.ipv4.addSubnet(network, bits, "ipv4");
}
// Outside of 2000::/3 nothing is public; inside, these are not or hide an IPv4 address.
for (const [network, bits] of [
  ["::", 3],
  ["4000::", 2],
  ["8000::", 1],
  ["2001::", 32],
  ["2001:db8::", 32],
  ["2002::", 16],
] as const) {
  inner.ipv6.addSubnet(network, bits, "ipv6");
}
