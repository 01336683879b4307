import type { Incoming, Outgoing, OutgoingBody } from "../contract.ts";
import type { HostFunctions } from "../session.ts";

export const httpFunctions: HostFunctions = {
  "http.send": ({ services }, outgoing: Outgoing) => services.network.send(outgoing),
};

/** Sends a request the way the reference's client does: follows redirects, fails with `Get "url": reason`. */
export async function send({ url, method, headers, body, timeout }: Outgoing): Promise<Incoming> {
  try {
    const answer = await fetch(url, {
      method,
      headers: { "user-agent": "Go-http-client/1.1", ...headers },
      body: bodyOf(method, body),
      signal: AbortSignal.timeout(timeout),
    });
    const content = new Uint8Array(await answer.arrayBuffer());
    return {
      status: answer.status,
      statusText: answer.statusText,
      url: answer.url,
      headers: headersOf(answer.headers),
      cookies: answer.headers.getSetCookie().map(readCookie),
      body: content,
    };
  } catch (cause) {
    const verb = `${method.charAt(0)}${method.slice(1).toLowerCase()}`;
    throw new Error(`${verb} "${url}": ${reasonOf(cause, timeout)}`, { cause });
  }
}

function bodyOf(method: string, body: OutgoingBody): string | Uint8Array<ArrayBuffer> | FormData | null {
  if (body === null || body === undefined || method === "GET" || method === "HEAD") return null;
  if (typeof body === "string") return body;
  if (body instanceof Uint8Array) return body as Uint8Array<ArrayBuffer>;
  const form = new FormData();
  for (const { key, value, file } of body.form) {
    if (file === undefined) form.append(key, value ?? "");
    else form.append(key, new Blob([file.bytes as Uint8Array<ArrayBuffer>]), file.name);
  }
  return form;
}

function headersOf(headers: Headers): Record<string, string[]> {
  const named: Record<string, string[]> = {};
  for (const [name, value] of headers) {
    const canonical = name.replace(/(^|-)[a-z]/g, (part) => part.toUpperCase());
    named[canonical] = [...(named[canonical] ?? []), value];
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

function reasonOf(cause: unknown, timeout: number): string {
  if (!(cause instanceof Error)) return String(cause);
  if (cause.name === "TimeoutError") return `context deadline exceeded (after ${timeout} ms)`;
  const { code, address, port, hostname, message } = (cause.cause ?? cause) as NetworkFailure;
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
