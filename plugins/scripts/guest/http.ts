import { Bytes, decodeUtf8 } from "./bytes.ts";
import { Cookie } from "./cookies.ts";
import { type File, isFile } from "./filesystem.ts";
import { ask, call } from "./host.ts";
import { bytesOf } from "./text.ts";
import { URL } from "./url.ts";

interface Config {
  readonly url: string;
  readonly method?: string;
  readonly body?: unknown;
  readonly headers?: { readonly [name: string]: unknown };
  /** Seconds. */
  readonly timeout?: number;
  readonly data?: unknown;
}

interface Outgoing {
  readonly url: string;
  readonly method: string;
  readonly headers: { readonly [name: string]: string };
  readonly body: unknown;
  readonly timeout: number;
}

interface Incoming {
  readonly status: number;
  readonly statusText: string;
  readonly url: string;
  readonly headers: { readonly [name: string]: string[] };
  readonly cookies: readonly object[];
  readonly body: Uint8Array;
}

/** Names and values of a form; values may be files. */
export class FormData {
  #pairs: [string, unknown][] = [];

  append(key: string, value: unknown): void {
    this.#pairs.push([key, value]);
  }

  set(key: string, value: unknown): void {
    this.delete(key);
    this.append(key, value);
  }

  get(key: string): unknown {
    return this.#pairs.find(([name]) => name === key)?.[1] ?? null;
  }

  getAll(key: string): unknown[] {
    return this.#pairs.filter(([name]) => name === key).map(([, value]) => value);
  }

  has(key: string): boolean {
    return this.#pairs.some(([name]) => name === key);
  }

  delete(key: string): void {
    this.#pairs = this.#pairs.filter(([name]) => name !== key);
  }

  keys(): string[] {
    return [...new Set(this.#pairs.map(([name]) => name))];
  }

  values(): unknown[] {
    return this.#pairs.map(([, value]) => value);
  }

  entries(): [string, unknown][] {
    return [...this.#pairs];
  }
}

export const $http = { send };

/** Sends a request and waits for the answer; this sandbox waits, the server does not. */
function send(config: Config): object {
  const answer = call<Incoming>("http.send", outgoing(config));
  const raw = decodeUtf8(answer.body);
  return {
    statusCode: answer.status,
    headers: answer.headers,
    cookies: Object.fromEntries(answer.cookies.map((data) => [new Cookie(data).name, new Cookie(data)])),
    json: parsed(raw),
    body: Bytes.of8(answer.body),
    raw,
  };
}

function outgoing({ url, method, body, headers, timeout, data }: Config): Outgoing {
  const given = Object.entries(headers ?? {}).map(([name, value]): [string, string] => [
    name,
    headerText(value),
  ]);
  const json = data === undefined || body !== undefined ? undefined : JSON.stringify(data);
  return {
    url: url === undefined || url === null ? "" : String(url),
    method: String(method || "GET").toUpperCase(),
    headers: Object.fromEntries(given),
    body: json ?? bodyOf(body),
    timeout: (Number(timeout) || 120) * 1000,
  };
}

// Lists and nothing are no header values; the reference sends them empty.
function headerText(value: unknown): string {
  return value === undefined || value === null || typeof value === "object" ? "" : String(value);
}

function bodyOf(body: unknown): unknown {
  if (body === undefined || body === null || typeof body === "string") return body ?? null;
  if (!(body instanceof FormData)) return bytesOf(body);
  return {
    form: body
      .entries()
      .map(([key, value]) => (isFile(value) ? { key, file: content(value) } : { key, value: String(value) })),
  };
}

function content(file: File): { name: string; bytes: Uint8Array } {
  return { name: file.originalName, bytes: file.bytes() };
}

function parsed(raw: string): unknown {
  if (raw === "") return null;
  try {
    return JSON.parse(raw);
  } catch {
    return null;
  }
}

/** Headers as the web's fetch has them. */
export class Headers {
  readonly #values = new Map<string, string>();

  constructor(given: unknown = {}) {
    const pairs =
      given instanceof Headers || Array.isArray(given)
        ? [...(given as Iterable<[string, string]>)]
        : Object.entries(given as object);
    for (const [name, value] of pairs) this.append(name, value);
  }

  get(name: string): string | null {
    return this.#values.get(name.toLowerCase()) ?? null;
  }

  has(name: string): boolean {
    return this.#values.has(name.toLowerCase());
  }

  set(name: string, value: unknown): void {
    this.#values.set(name.toLowerCase(), String(value));
  }

  append(name: string, value: unknown): void {
    const known = this.get(name);
    this.set(name, known === null ? value : `${known}, ${String(value)}`);
  }

  delete(name: string): void {
    this.#values.delete(name.toLowerCase());
  }

  forEach(work: (value: string, name: string) => void): void {
    for (const [name, value] of this.#values) work(value, name);
  }

  entries(): IterableIterator<[string, string]> {
    return this.#values.entries();
  }

  keys(): IterableIterator<string> {
    return this.#values.keys();
  }

  values(): IterableIterator<string> {
    return this.#values.values();
  }

  [Symbol.iterator](): IterableIterator<[string, string]> {
    return this.entries();
  }
}

/** The answer of fetch(). */
export class Response {
  readonly status: number;
  readonly statusText: string;
  readonly ok: boolean;
  readonly url: string;
  readonly headers: Headers;
  readonly #body: Uint8Array;

  constructor(answer: Incoming) {
    this.status = answer.status;
    this.statusText = answer.statusText;
    this.ok = answer.status >= 200 && answer.status < 300;
    this.url = answer.url;
    this.headers = new Headers(
      Object.entries(answer.headers).map(([name, values]) => [name, values.join(", ")]),
    );
    this.#body = answer.body;
  }

  async text(): Promise<string> {
    return decodeUtf8(this.#body);
  }

  async json(): Promise<unknown> {
    return JSON.parse(decodeUtf8(this.#body));
  }

  async arrayBuffer(): Promise<ArrayBuffer> {
    return this.#body.slice().buffer as ArrayBuffer;
  }

  async bytes(): Promise<Uint8Array> {
    return this.#body.slice();
  }
}

interface FetchOptions {
  readonly method?: string;
  readonly headers?: unknown;
  readonly body?: unknown;
}

export async function fetch(url: unknown, options: FetchOptions = {}): Promise<Response> {
  const headers = Object.fromEntries(new Headers(options.headers ?? {}));
  const target = url instanceof URL ? url.toString() : String(url);
  const config = { url: target, method: options.method ?? "GET", headers, body: options.body };
  try {
    return new Response(await ask<Incoming>("http.send", outgoing(config)));
  } catch (error) {
    throw new TypeError(`fetch failed: ${error instanceof Error ? error.message : String(error)}`);
  }
}
