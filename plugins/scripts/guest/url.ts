import { call } from "./host.ts";

/** Pairs of a query, in order. */
export class URLSearchParams {
  #pairs: [string, string][] = [];
  readonly #changed: (text: string) => void;

  constructor(given: unknown = "", changed: (text: string) => void = () => {}) {
    this.#changed = changed;
    if (typeof given === "string") this.#pairs = parse(given.replace(/^\?/, ""));
    else if (given instanceof URLSearchParams) this.#pairs = [...given];
    else if (Array.isArray(given)) this.#pairs = given.map(([key, value]) => [String(key), String(value)]);
    else this.#pairs = Object.entries((given ?? {}) as object).map(([key, value]) => [key, String(value)]);
  }

  get size(): number {
    return this.#pairs.length;
  }

  get(name: string): string | null {
    return this.#pairs.find(([key]) => key === name)?.[1] ?? null;
  }

  getAll(name: string): string[] {
    return this.#pairs.filter(([key]) => key === name).map(([, value]) => value);
  }

  has(name: string): boolean {
    return this.#pairs.some(([key]) => key === name);
  }

  append(name: string, value: unknown): void {
    this.#pairs.push([String(name), String(value)]);
    this.#changed(this.toString());
  }

  set(name: string, value: unknown): void {
    const place = this.#pairs.findIndex(([key]) => key === name);
    if (place === -1) this.#pairs.push([name, String(value)]);
    else {
      this.#pairs[place] = [name, String(value)];
      this.#pairs = this.#pairs.filter(([key], i) => key !== name || i === place);
    }
    this.#changed(this.toString());
  }

  delete(name: string): void {
    this.#pairs = this.#pairs.filter(([key]) => key !== name);
    this.#changed(this.toString());
  }

  sort(): void {
    this.#pairs.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    this.#changed(this.toString());
  }

  forEach(work: (value: string, key: string, all: URLSearchParams) => void): void {
    for (const [key, value] of this.#pairs) work(value, key, this);
  }

  keys(): IterableIterator<string> {
    return this.#pairs.map(([key]) => key)[Symbol.iterator]();
  }

  values(): IterableIterator<string> {
    return this.#pairs.map(([, value]) => value)[Symbol.iterator]();
  }

  entries(): IterableIterator<[string, string]> {
    return this.#pairs.map(([key, value]): [string, string] => [key, value])[Symbol.iterator]();
  }

  [Symbol.iterator](): IterableIterator<[string, string]> {
    return this.entries();
  }

  toString(): string {
    return this.#pairs.map(([key, value]) => `${formEncode(key)}=${formEncode(value)}`).join("&");
  }
}

interface Parts {
  href: string;
  origin: string;
  protocol: string;
  username: string;
  password: string;
  host: string;
  hostname: string;
  port: string;
  pathname: string;
  search: string;
  hash: string;
}

const settable = [
  "href",
  "protocol",
  "username",
  "password",
  "host",
  "hostname",
  "port",
  "pathname",
  "search",
  "hash",
];

/** The URL class of the web; parsed by the host, which knows the standard. */
export class URL {
  #parts: Parts;

  constructor(url: unknown, base?: unknown) {
    this.#parts = call<Parts>("url.parse", String(url), base === undefined ? null : String(base));
  }

  static canParse(url: unknown, base?: unknown): boolean {
    try {
      new URL(url, base);
      return true;
    } catch {
      return false;
    }
  }

  static partsOf(url: URL): Parts {
    return url.#parts;
  }

  static change(url: URL, part: string, value: unknown): void {
    url.#parts = call<Parts>("url.change", url.#parts.href, part, String(value));
  }

  get origin(): string {
    return this.#parts.origin;
  }

  get searchParams(): URLSearchParams {
    return new URLSearchParams(this.#parts.search, (text) => URL.change(this, "search", text));
  }

  toString(): string {
    return this.#parts.href;
  }

  toJSON(): string {
    return this.#parts.href;
  }
}

for (const part of settable) {
  Object.defineProperty(URL.prototype, part, {
    get(this: URL) {
      return URL.partsOf(this)[part as keyof Parts];
    },
    set(this: URL, value: unknown) {
      URL.change(this, part, value);
    },
    configurable: true,
    enumerable: true,
  });
}

/** The URL of a request in the words of the reference: `path` decoded, `query().get()` never null. */
export class RequestUrl {
  readonly path: string;
  readonly rawPath: string;
  readonly rawQuery: string;
  readonly scheme = "";
  readonly host = "";
  readonly fragment = "";
  readonly #target: string;

  constructor(target: string) {
    this.#target = target;
    const mark = target.indexOf("?");
    this.rawPath = mark === -1 ? target : target.slice(0, mark);
    this.rawQuery = mark === -1 ? "" : target.slice(mark + 1);
    this.path = decode(this.rawPath);
  }

  query(): QueryValues {
    return new QueryValues(parse(this.rawQuery));
  }

  hostname(): string {
    return "";
  }

  port(): string {
    return "";
  }

  escapedPath(): string {
    return this.#target.replace(/\?.*$/s, "");
  }

  isAbs(): boolean {
    return false;
  }

  requestURI(): string {
    return this.#target;
  }

  string(): string {
    return this.#target;
  }

  toString(): string {
    return this.#target;
  }
}

/** Values of a query: `get` gives "" where there is none, and as JSON every name has a list. */
export class QueryValues {
  readonly #values = new Map<string, string[]>();

  constructor(pairs: readonly (readonly [string, string])[]) {
    for (const [key, value] of pairs) this.add(key, value);
  }

  get(name: string): string {
    return this.#values.get(name)?.[0] ?? "";
  }

  has(name: string): boolean {
    return this.#values.has(name);
  }

  set(name: string, value: unknown): void {
    this.#values.set(name, [String(value)]);
  }

  add(name: string, value: unknown): void {
    this.#values.set(name, [...(this.#values.get(name) ?? []), String(value)]);
  }

  del(name: string): void {
    this.#values.delete(name);
  }

  encode(): string {
    const names = [...this.#values.keys()].sort();
    return names
      .flatMap((name) =>
        (this.#values.get(name) ?? []).map((value) => `${formEncode(name)}=${formEncode(value)}`),
      )
      .join("&");
  }

  toJSON(): { [name: string]: string[] } {
    return Object.fromEntries(this.#values);
  }
}

function parse(text: string): [string, string][] {
  const pairs: [string, string][] = [];
  for (const part of text.split("&")) {
    if (part === "") continue;
    const equals = part.indexOf("=");
    const [key, value] = equals === -1 ? [part, ""] : [part.slice(0, equals), part.slice(equals + 1)];
    pairs.push([decode(key.replaceAll("+", " ")), decode(value.replaceAll("+", " "))]);
  }
  return pairs;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function formEncode(text: string): string {
  return encodeURIComponent(text)
    .replace(/%20/g, "+")
    .replace(/[!'()~]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}
