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
  let query: RequestInfo["query"] | undefined;
  let headers: RequestInfo["headers"] | undefined;
  const info: OwnRequestInfo = {
    context: request.get(RequestContext),
    method: request.method,
    // Most requests are never asked for these two.
    get query() {
      query ??= firstOfEach(request.query);
      return query;
    },
    get headers() {
      headers ??= headersOf(request);
      return headers;
    },
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
  for (const [name, value] of Object.entries(request.headers)) {
    if (name === "host" || value === undefined) continue;
    headers[name.replaceAll("-", "_")] = Array.isArray(value) ? (value[0] ?? "") : value;
  }
  return headers;
}
