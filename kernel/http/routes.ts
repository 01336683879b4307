import { defineError } from "../errors.ts";
import type { Handler } from "../hooks/hook.ts";
import { compare, type Pattern, parsePattern, type Segment } from "./pattern.ts";
import type { RequestEvent } from "./request.ts";

/**
 * A step around requests. `handle` wraps what follows it; `before` runs ahead of it and ends the request by answering;
 * `after` runs, last first, when the answer is ready to go.
 */
export type Middleware = {
  /** A later middleware with the same id takes this one's place. */
  readonly id?: string;
  /** Lower runs earlier; the reference's own lie between -99999 and -990. */
  readonly priority?: number;
} & (
  | {
      readonly before: (e: RequestEvent) => void | Promise<void>;
      readonly after?: (e: RequestEvent) => void;
    }
  | { readonly handle: Handler<RequestEvent> }
);

export interface Route {
  readonly method: string;
  readonly path: string;
  readonly middlewares?: readonly Middleware[];
  /** Makes way, without a conflict, for a route of the same method and path. */
  readonly yields?: true;
  /** Answers through `e`, or returns a value to be sent as JSON with status 200. */
  readonly handle: (e: RequestEvent) => unknown;
}

export interface MatchedRoute {
  readonly route: CompiledRoute;
  readonly params: Readonly<Record<string, string>>;
}

/** A route with the middlewares that hold for it, in the order they run. */
export interface CompiledRoute {
  readonly pattern: Pattern;
  /** Plain steps, in order. */
  readonly steps: readonly Step[];
  /** From the first wrapping middleware on; the route's own handler is the last. */
  readonly chain: readonly Handler<RequestEvent>[];
}

type Step = Extract<Middleware, { before: unknown }>;

export const RouteConflict = defineError("route_conflict", 500, "Two routes match the same requests.");

interface Node {
  readonly literals: Map<string, Node>;
  one?: Node;
  /** Routes that end here, by method. */
  readonly here: Map<string, CompiledRoute>;
  readonly end: Map<string, CompiledRoute>;
  readonly rest: Map<string, CompiledRoute>;
}

/** All routes of the moment. Never changed after it was built: a change builds the next one beside it. */
export class RouteTable {
  readonly #hosts = new Map<string, Node>();
  readonly #patterns: Pattern[] = [];

  constructor(routes: readonly Route[], middlewares: readonly Middleware[]) {
    for (const route of routes) if (!isReplaced(route, routes)) this.#add(route, middlewares);
  }

  /** The most specific route for a request; `path` decoded segment by segment. */
  match(method: string, host: string, path: readonly string[]): MatchedRoute | undefined {
    const named = this.#hosts.get(host);
    return (named && find(named, method, path)) ?? find(this.#hosts.get(""), method, path);
  }

  /** Whether a route ends with the slash that a path without a route of its own lacks. */
  endsWithSlash(method: string, host: string, path: readonly string[]): boolean {
    const found = this.match(method, host, [...path, ""]);
    const segments = found?.route.pattern.segments ?? [];
    const last = segments.at(-1);
    return (
      segments.length === path.length + 1 &&
      last !== undefined &&
      last.kind !== "literal" &&
      last.kind !== "one"
    );
  }

  #add(route: Route, global: readonly Middleware[]): void {
    const pattern = parsePattern(route.method, route.path);
    for (const other of this.#patterns) {
      const relation = compare(pattern, other);
      if (relation !== "equal" && relation !== "overlapping") continue;
      const conflict = new RouteConflict({ pattern: pattern.text, other: other.text });
      conflict.message = `Route "${pattern.text}" conflicts with route "${other.text}": both match the same requests.`;
      throw conflict;
    }
    this.#patterns.push(pattern);
    insert(this.#root(pattern.host), pattern.segments, pattern.method, compile(pattern, route, global));
  }

  #root(host: string): Node {
    const known = this.#hosts.get(host);
    if (known !== undefined) return known;
    const root = emptyNode();
    this.#hosts.set(host, root);
    return root;
  }
}

/** A route with its middlewares arranged; also for requests no route matches. */
export function compile(pattern: Pattern, route: Route, global: readonly Middleware[]): CompiledRoute {
  const row = arrange(global, route.middlewares ?? []);
  const wrapping = row.findIndex((middleware) => "handle" in middleware);
  const lead = wrapping === -1 ? row : row.slice(0, wrapping);
  const rest = wrapping === -1 ? [] : row.slice(wrapping);
  const answer: Handler<RequestEvent> = async (e) => {
    const value = await route.handle(e);
    if (value !== undefined && !e.written) e.json(200, value);
  };
  return { pattern, steps: lead.filter(isStep), chain: [...rest.map(asHandler), answer] };
}

function isReplaced({ yields, method, path }: Route, routes: readonly Route[]): boolean {
  return (
    yields === true && routes.some((other) => !other.yields && other.method === method && other.path === path)
  );
}

function isStep(middleware: Middleware): middleware is Step {
  return "before" in middleware;
}

function asHandler(middleware: Middleware): Handler<RequestEvent> {
  if ("handle" in middleware) return middleware.handle;
  return async (e) => {
    await middleware.before(e);
    if (!e.written) await e.next();
    middleware.after?.(e);
  };
}

/** Sorted by priority, global before the route's own; an inner one with the same id replaces the outer. */
function arrange(global: readonly Middleware[], own: readonly Middleware[]): readonly Middleware[] {
  const row: Middleware[] = [];
  for (const middleware of [...global, ...own]) {
    const twin = middleware.id === undefined ? -1 : row.findIndex((other) => other.id === middleware.id);
    if (twin === -1) row.push(middleware);
    else row[twin] = middleware;
  }
  return row.sort((a, b) => (a.priority ?? 0) - (b.priority ?? 0));
}

function emptyNode(): Node {
  return { literals: new Map(), here: new Map(), end: new Map(), rest: new Map() };
}

function insert(root: Node, segments: readonly Segment[], method: string, route: CompiledRoute): void {
  let node = root;
  for (const segment of segments) {
    if (segment.kind === "rest") {
      node.rest.set(method, route);
      return;
    }
    if (segment.kind === "end") {
      node.end.set(method, route);
      return;
    }
    node = segment.kind === "literal" ? literalChild(node, segment.text) : oneChild(node);
  }
  node.here.set(method, route);
}

function literalChild(node: Node, text: string): Node {
  const known = node.literals.get(text);
  if (known !== undefined) return known;
  const child = emptyNode();
  node.literals.set(text, child);
  return child;
}

function oneChild(node: Node): Node {
  node.one ??= emptyNode();
  return node.one;
}

function find(root: Node | undefined, method: string, path: readonly string[]): MatchedRoute | undefined {
  if (root === undefined) return undefined;
  const route = descend(root, method, path, 0);
  if (route === undefined) return undefined;
  return { route, params: readParams(route.pattern.segments, path) };
}

function descend(
  node: Node,
  method: string,
  path: readonly string[],
  index: number,
): CompiledRoute | undefined {
  const part = path[index];
  if (part === undefined) return byMethod(node.here, method);
  const isLast = index === path.length - 1;
  if (part === "" && isLast) return byMethod(node.end, method) ?? byMethod(node.rest, method);
  const literal = node.literals.get(part);
  const viaLiteral = literal && descend(literal, method, path, index + 1);
  if (viaLiteral !== undefined) return viaLiteral;
  const viaOne = node.one && part !== "" ? descend(node.one, method, path, index + 1) : undefined;
  return viaOne ?? byMethod(node.rest, method);
}

function byMethod(routes: ReadonlyMap<string, CompiledRoute>, method: string): CompiledRoute | undefined {
  if (routes.size === 0) return undefined;
  return routes.get(method) ?? (method === "HEAD" ? routes.get("GET") : undefined) ?? routes.get("");
}

function readParams(segments: readonly Segment[], path: readonly string[]): Record<string, string> {
  const params: Record<string, string> = {};
  for (let i = 0; i < segments.length; i++) {
    const segment = segments[i];
    if (segment?.kind === "one") params[segment.name] = path[i] ?? "";
    else if (segment?.kind === "rest" && segment.name !== "") params[segment.name] = path.slice(i).join("/");
  }
  return params;
}
