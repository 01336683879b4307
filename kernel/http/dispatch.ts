import type { IncomingMessage, ServerResponse } from "node:http";
import { NotFound } from "../errors.ts";
import { runChain } from "../hooks/chain.ts";
import { parsePattern } from "./pattern.ts";
import { type JsonShaper, RequestEvent } from "./request.ts";
import { respondError } from "./respond.ts";
import {
  type CompiledRoute,
  compile,
  type MatchedRoute,
  type Middleware,
  type Route,
  RouteTable,
} from "./routes.ts";

/** Everything that decides how a request is answered at one moment; replaced as a whole. */
export class Dispatcher {
  readonly #table: RouteTable;
  readonly #missing: CompiledRoute;
  readonly #shapers: readonly JsonShaper[];

  constructor(routes: readonly Route[], middlewares: readonly Middleware[], shapers: readonly JsonShaper[]) {
    this.#table = new RouteTable(routes, middlewares);
    this.#missing = compile(
      parsePattern("", "/{path...}"),
      { method: "", path: "/{path...}", handle: refuse },
      middlewares,
    );
    this.#shapers = shapers;
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = request.url ?? "/";
    const mark = url.indexOf("?");
    const path = mark === -1 ? url : url.slice(0, mark);
    const search = mark === -1 ? "" : url.slice(mark + 1);
    const e = new RequestEvent({ request, response, path, search, shapers: this.#shapers });
    await this.answer(e);
    e.finish();
  }

  /** Runs the route of an event, without sending; also for requests that never came over a socket. */
  async answer(e: RequestEvent): Promise<void> {
    const clean = cleaned(e.path);
    if (clean !== e.path) {
      e.redirect(307, e.search === "" ? clean : `${clean}?${e.search}`);
      return;
    }
    const host = (e.request.headers.host ?? "").replace(/:\d+$/, "");
    const path = segmentsOf(e.path);
    const match = this.#table.match(e.method, host, path);
    if (isLoose(match) && path.at(-1) !== "" && this.#table.endsWithSlash(e.method, host, path)) {
      toFolder(e);
      return;
    }
    const matched: MatchedRoute = match ?? { route: this.#missing, params: {} };
    e.pattern = match?.route.pattern;
    e.params = matched.params;
    await run(e, matched.route);
  }
}

async function run(e: RequestEvent, { steps, chain }: CompiledRoute): Promise<void> {
  let entered = 0;
  try {
    for (const step of steps) {
      entered++;
      const waiting = step.before(e);
      if (waiting !== undefined) await waiting;
      if (e.written) break;
    }
    if (!e.written) await runChain(e, chain);
  } catch (error) {
    respondError(e, error);
  }
  if (!e.written) e.noContent(200);
  for (let i = entered - 1; i >= 0; i--) steps[i]?.after?.(e);
}

/** No route, or one for everything below a folder: another may be meant. */
function isLoose(match: MatchedRoute | undefined): boolean {
  return match === undefined || match.route.pattern.segments.at(-1)?.kind === "rest";
}

// As Go's ServeMux answers for the reference, before any middleware.
function toFolder(e: RequestEvent): void {
  const target = e.search === "" ? `${e.path}/` : `${e.path}/?${e.search}`;
  e.setHeader("Location", target);
  if (e.method === "GET" || e.method === "HEAD")
    e.send(
      307,
      "text/html; charset=utf-8",
      `<a href="${target.replaceAll("&", "&amp;")}">Temporary Redirect</a>.\n\n`,
    );
  else e.noContent(307);
}

function refuse(): never {
  throw new NotFound();
}

function segmentsOf(path: string): string[] {
  const parts = path.slice(1).split("/");
  if (!path.includes("%")) return parts;
  return parts.map((part) => {
    try {
      return decodeURIComponent(part);
    } catch {
      return part;
    }
  });
}

/** The path without doubled slashes and dot segments, as the reference redirects to. */
function cleaned(path: string): string {
  if (path.startsWith("/") && !path.includes("//") && !path.includes("/.")) return path;
  const parts: string[] = [];
  const given = path.split("/");
  for (const part of given) {
    if (part === "" || part === ".") continue;
    if (part === "..") parts.pop();
    else parts.push(part);
  }
  const last = given.at(-1);
  const asFolder = parts.length > 0 && (last === "" || last === "." || last === "..");
  return `/${parts.join("/")}${asFolder ? "/" : ""}`;
}
