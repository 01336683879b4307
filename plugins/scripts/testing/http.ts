import type { Incoming, Network, Outgoing } from "../contract.ts";

/** A request of a hook, as a test sees it. */
export interface SentRequest {
  readonly method: string;
  readonly url: string;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  /** Text; "" if there was none. */
  readonly body: string;
  /** The body, if it is JSON. */
  readonly json: unknown;
  /** The fields of a form; a file's is its name. */
  readonly form: Readonly<Record<string, string>>;
}

export interface Reply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly body?: string | Uint8Array;
}

type Answer = Reply | Error | ((request: SentRequest) => Reply | Promise<Reply>);

/** The world outside of a test: it gets every request of the hooks, and answers as the test says. */
export class TestHttp implements Network {
  readonly requests: SentRequest[] = [];
  readonly #answers: { readonly pattern: RegExp; readonly answer: Answer }[] = [];

  /** Says how requests are answered: `POST https://api.example.com/*`. The latest that fits counts. */
  on(request: string, answer: Answer): void {
    this.#answers.unshift({ pattern: patternOf(request), answer });
  }

  async send(outgoing: Outgoing): Promise<Incoming> {
    const request = requestOf(outgoing);
    this.requests.push(request);
    const line = `${request.method} ${request.url}`;
    const found = this.#answers.find(({ pattern }) => pattern.test(line));
    if (found === undefined) throw new Error(`${line}: the test has no answer for it, see http.on(…)`);
    const { answer } = found;
    if (answer instanceof Error) throw new Error(`${line}: ${answer.message}`, { cause: answer });
    return incoming(outgoing.url, typeof answer === "function" ? await answer(request) : answer);
  }
}

function patternOf(request: string): RegExp {
  const [method = "", url] = request.trim().split(/\s+/);
  if (url === undefined) throw new Error(`http.on() expects a method and a URL, not "${request}".`);
  const escaped = url.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*");
  const query = url.includes("?") ? "" : "(?:\\?.*)?";
  return new RegExp(`^${method.toUpperCase()} ${escaped}${query}$`);
}

function requestOf({ method, url, headers, body }: Outgoing): SentRequest {
  const named = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]);
  const text = textOf(body);
  return {
    method,
    url,
    headers: Object.fromEntries(named),
    body: text,
    json: jsonOf(text),
    form: formOf(body),
  };
}

function textOf(body: Outgoing["body"]): string {
  if (typeof body === "string") return body;
  return body instanceof Uint8Array ? Buffer.from(body).toString() : "";
}

function formOf(body: Outgoing["body"]): Readonly<Record<string, string>> {
  if (typeof body !== "object" || body === null || body instanceof Uint8Array) return {};
  return Object.fromEntries(body.form.map(({ key, value, file }) => [key, file?.name ?? value ?? ""]));
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function incoming(url: string, { status = 200, headers = {}, json, body }: Reply): Incoming {
  const type = json === undefined ? "text/plain; charset=utf-8" : "application/json";
  const content = json === undefined ? (body ?? "") : JSON.stringify(json);
  const all = Object.entries({ "Content-Type": type, ...headers });
  return {
    status,
    statusText: "",
    url,
    headers: Object.fromEntries(all.map(([name, value]) => [canonical(name), [value]])),
    cookies: [],
    body: typeof content === "string" ? Buffer.from(content) : content,
  };
}

function canonical(name: string): string {
  return name.toLowerCase().replace(/(^|-)[a-z]/g, (part) => part.toUpperCase());
}
