import { type IncomingMessage, request as plainRequest } from "node:http";
import { request as tlsRequest } from "node:https";
import { gunzipSync } from "node:zlib";
import type { Incoming, Outgoing, OutgoingBody } from "../contract.ts";
import type { HostFunctions } from "../session.ts";

export const httpFunctions: HostFunctions = {
  "http.send": ({ services }, outgoing: Outgoing) => services.network.send(outgoing),
};

const mostRedirects = 10;

/** Sends a request the way the reference's client does: follows redirects, fails with `Get "url": reason`. */
export async function send(outgoing: Outgoing): Promise<Incoming> {
  const { method, timeout } = outgoing;
  const deadline = AbortSignal.timeout(timeout);
  let url = outgoing.url;
  try {
    let message = await complete(outgoing);
    for (let followed = 1; ; followed++) {
      const answer = await exchange(message, deadline);
      const next = redirected(message, answer);
      if (next === undefined) return toIncoming(message.url, answer);
      if (followed === mostRedirects) throw new Error(`stopped after ${mostRedirects} redirects`);
      message = next;
      url = next.url;
    }
  } catch (cause) {
    const verb = `${method.charAt(0)}${method.slice(1).toLowerCase()}`;
    throw new Error(`${verb} "${url}": ${reasonOf(cause)}`, { cause });
  }
}

/** A request with everything that goes over the wire. */
interface Message {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

interface Answer {
  readonly message: IncomingMessage;
  readonly body: Buffer;
}

async function complete({ url, method, headers, body }: Outgoing): Promise<Message> {
  const { host: _ofTheUrl, ...given } = lowered(headers);
  const { type, bytes } = await encoded(body);
  return {
    url,
    method,
    headers: {
      "user-agent": "Go-http-client/1.1",
      "accept-encoding": "gzip",
      ...(type !== "" && { "content-type": type }),
      ...given,
    },
    body: bytes,
  };
}

function lowered(headers: Outgoing["headers"]): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

async function encoded(body: OutgoingBody): Promise<{ readonly type: string; readonly bytes: Uint8Array }> {
  if (body === null || body === undefined) return { type: "", bytes: new Uint8Array() };
  if (typeof body === "string") return { type: "", bytes: Buffer.from(body) };
  if (body instanceof Uint8Array) return { type: "", bytes: body };
  const form = new FormData();
  for (const { key, value, file } of body.form) {
    if (file === undefined) form.append(key, value ?? "");
    else form.append(key, new Blob([file.bytes as Uint8Array<ArrayBuffer>]), file.name);
  }
  const written = new Response(form);
  return {
    type: written.headers.get("content-type") ?? "",
    bytes: new Uint8Array(await written.arrayBuffer()),
  };
}

function exchange(sending: Message, signal: AbortSignal): Promise<Answer> {
  const { url, method, headers, body } = sending;
  const scheme = /^([a-z][a-z\d+.-]*):/i.exec(url)?.[1]?.toLowerCase() ?? "";
  if (scheme !== "http" && scheme !== "https") throw new Error(`unsupported protocol scheme "${scheme}"`);
  const request = scheme === "http" ? plainRequest : tlsRequest;
  const length = body.length > 0 || /^P/.test(method) ? { "content-length": String(body.length) } : {};
  const { connection: _ours, "content-length": _counted, ...sent } = headers;
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method, headers: { ...sent, ...length }, signal }, (message) => {
      const chunks: Buffer[] = [];
      message.on("data", (chunk: Buffer) => chunks.push(chunk));
      message.on("end", () => resolve({ message, body: Buffer.concat(chunks) }));
      message.on("error", reject);
    });
    outgoing.on("error", (error: NetworkFailure) => {
      // A kept connection that the other side had closed meanwhile.
      if (outgoing.reusedSocket && error.code === "ECONNRESET") resolve(exchange(sending, signal));
      else reject(error);
    });
    outgoing.end(body);
  });
}

const asGet = new Set([301, 302, 303]);
const again = new Set([307, 308]);

/** The request an answer leads to; undefined if it is the last. */
function redirected(from: Message, { message }: Answer): Message | undefined {
  const { location } = message.headers;
  const status = message.statusCode ?? 0;
  if (!location || !(asGet.has(status) || again.has(status))) return undefined;
  const target = new URL(location, from.url);
  const headers: Record<string, string> = { ...from.headers, referer: from.url };
  if (!isSameSite(new URL(from.url).hostname, target.hostname))
    for (const name of secrets) delete headers[name];
  if (again.has(status)) return { ...from, url: target.href, headers };
  delete headers["content-type"];
  const method = from.method === "HEAD" ? "HEAD" : "GET";
  return { url: target.href, method, headers, body: new Uint8Array() };
}

/** Only for whoever they were given to, and those below. */
const secrets = ["authorization", "cookie", "www-authenticate"];

function isSameSite(from: string, to: string): boolean {
  return from === to || to.endsWith(`.${from}`);
}

function toIncoming(url: string, { message, body }: Answer): Incoming {
  const { statusCode = 0, statusMessage = "" } = message;
  const headers = headersOf(message.rawHeaders);
  const isGzip = headers["Content-Encoding"]?.[0] === "gzip" && body.length > 0;
  if (isGzip) {
    delete headers["Content-Encoding"];
    delete headers["Content-Length"];
  }
  return {
    status: statusCode,
    statusText: statusMessage,
    url,
    headers,
    cookies: (message.headers["set-cookie"] ?? []).map(readCookie),
    body: new Uint8Array(isGzip ? gunzipSync(body) : body),
  };
}

/** What concerns the connection is not for scripts. */
const ofConnection = new Set(["Connection", "Keep-Alive", "Transfer-Encoding"]);

function headersOf(raw: readonly string[]): Record<string, string[]> {
  const named: Record<string, string[]> = {};
  for (let i = 0; i < raw.length; i += 2) {
    const name = (raw[i] ?? "").toLowerCase().replace(/(^|-)[a-z]/g, (part) => part.toUpperCase());
    if (!ofConnection.has(name)) named[name] = [...(named[name] ?? []), raw[i + 1] ?? ""];
  }
  return named;
}

function readCookie(line: string): object {
  const [pair = "", ...attributes] = line.split(";").map((part) => part.trim());
  const equals = pair.indexOf("=");
  const given = new Map(
    attributes.map((attribute): [string, string] => {
      const [name = "", value = ""] = attribute.split("=");
      return [name.toLowerCase(), value];
    }),
  );
  return {
    name: pair.slice(0, equals),
    value: pair.slice(equals + 1),
    path: given.get("path") ?? "",
    domain: given.get("domain") ?? "",
    expires: given.get("expires") ?? null,
    maxAge: Number(given.get("max-age") ?? 0),
    secure: given.has("secure"),
    httpOnly: given.has("httponly"),
  };
}

function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  if (cause.name === "AbortError" || cause.name === "TimeoutError") return "context deadline exceeded";
  const { code, address, port, hostname, message } = cause as NetworkFailure;
  if (code === "ECONNREFUSED") return `dial tcp ${address}:${port}: connect: connection refused`;
  if (code === "ENOTFOUND") return `dial tcp: lookup ${hostname}: no such host`;
  return message;
}

interface NetworkFailure {
  readonly message: string;
  readonly code?: string;
  readonly address?: string;
  readonly port?: number;
  readonly hostname?: string;
}
