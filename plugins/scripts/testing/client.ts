import type { TrialKernel, TrialRequest } from "#kernel";

export interface RequestOptions {
  /** JSON, a FormData, or text. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | number>>;
}

export interface Answer {
  readonly status: number;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  /** The JSON of the answer, or its text. */
  readonly body: unknown;
  readonly text: string;
}

/** Sends requests to the app of a test, as somebody. */
export class TestClient {
  readonly #kernel: TrialKernel;
  readonly #token: () => Promise<string>;

  constructor(kernel: TrialKernel, token: () => Promise<string>) {
    this.#kernel = kernel;
    this.#token = token;
  }

  get(url: string, options?: RequestOptions): Promise<Answer> {
    return this.request("GET", url, options);
  }

  post(url: string, body?: unknown, options?: RequestOptions): Promise<Answer> {
    return this.request("POST", url, { ...options, body });
  }

  put(url: string, body?: unknown, options?: RequestOptions): Promise<Answer> {
    return this.request("PUT", url, { ...options, body });
  }

  patch(url: string, body?: unknown, options?: RequestOptions): Promise<Answer> {
    return this.request("PATCH", url, { ...options, body });
  }

  delete(url: string, options?: RequestOptions): Promise<Answer> {
    return this.request("DELETE", url, options);
  }

  async request(
    method: TrialRequest["method"],
    url: string,
    { body, headers = {}, query }: RequestOptions = {},
  ): Promise<Answer> {
    const token = await this.#token();
    const { payload, type } = await payloadOf(body);
    const answer = await this.#kernel.inject({
      method,
      url: withQuery(url, query),
      headers: {
        ...(type !== undefined && { "content-type": type }),
        ...(token !== "" && { authorization: token }),
        ...headers,
      },
      ...(payload !== undefined && { payload }),
    });
    const named = Object.entries(answer.headers).map(([name, value]) => [name, String(value)]);
    const { statusCode: status, body: text } = answer;
    return { status, headers: Object.fromEntries(named), text, body: readJson(text) };
  }
}

interface Payload {
  readonly payload?: string | Buffer;
  readonly type?: string;
}

async function payloadOf(body: unknown): Promise<Payload> {
  if (body === undefined) return {};
  if (typeof body === "string") return { payload: body };
  if (!(body instanceof FormData)) return { payload: JSON.stringify(body), type: "application/json" };
  const encoded = new Response(body);
  const type = encoded.headers.get("content-type") ?? "";
  return { payload: Buffer.from(await encoded.arrayBuffer()), type };
}

function withQuery(url: string, query: RequestOptions["query"]): string {
  if (query === undefined) return url;
  const pairs = Object.entries(query).map(([name, value]): [string, string] => [name, String(value)]);
  return `${url}${url.includes("?") ? "&" : "?"}${new URLSearchParams(pairs).toString()}`;
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
