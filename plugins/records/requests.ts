import { defineRequestValue, type RequestEvent } from "#kernel";
import { RequestContext, type RequestInfo, type RequestInfos, Viewer } from "./contract.ts";

/** As the room itself holds it: the body is replaced once its modifiers are resolved. */
export type OwnRequestInfo = { -readonly [Key in keyof RequestInfo]: RequestInfo[Key] };

const known = defineRequestValue<OwnRequestInfo | undefined>("request-info", undefined);

export const requestInfos: RequestInfos = {
  async of(request) {
    const info = infoOf(request);
    if (info.body === unread) info.body = (await request.body()).data;
    return info;
  },
};

const unread: Record<string, unknown> = {};

/** What is known of a request without reading its body; for requests that have none. */
export function infoOf(request: RequestEvent): OwnRequestInfo {
  const made = request.get(known);
  if (made !== undefined) {
    made.auth = request.get(Viewer).record; // hooks may have put another one in place
    return made;
  }
  // Values, though most requests are never asked for them: a literal with getters is a shape of its own each time, which
  // kept every request until the next full collection and cost a fifth of all time.
  const info: OwnRequestInfo = {
    context: request.get(RequestContext),
    method: request.method,
    query: request.search === "" ? {} : firstOfEach(request.query),
    headers: headersOf(request),
    body: unread,
    auth: request.get(Viewer).record,
  };
  request.set(known, info);
  return info;
}

function firstOfEach(query: URLSearchParams): Record<string, string> {
  const first: Record<string, string> = {};
  for (const [key, value] of query) if (!Object.hasOwn(first, key)) first[key] = value;
  return first;
}

function headersOf({ request }: RequestEvent): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const name of Object.keys(request.headers)) {
    const value = request.headers[name];
    if (name === "host" || value === undefined) continue;
    headers[inSnakeCase(name)] = Array.isArray(value) ? (value[0] ?? "") : value;
  }
  return headers;
}

const mostNames = 200;
const names = new Map<string, string>();

function inSnakeCase(name: string): string {
  const known = names.get(name);
  if (known !== undefined) return known;
  const made = name.replaceAll("-", "_");
  if (names.size < mostNames) names.set(name, made);
  return made;
}
