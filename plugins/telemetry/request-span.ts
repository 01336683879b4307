import { randomBytes } from "node:crypto";
import type { RequestEvent } from "#kernel";
import { attribute, errorStatus, nanoseconds, type Span, serverKind } from "./otlp.ts";

/** A request that was answered, as a span; part of the caller's trace if it named one. */
export function requestSpan(e: RequestEvent): Span {
  const parent = readTraceParent(e.header("traceparent"));
  const start = performance.timeOrigin + e.startedAt;
  const end = performance.timeOrigin + performance.now();
  const route = e.pattern?.text.replace(/^[A-Z]+ /, "") ?? "";
  return {
    traceId: parent?.traceId ?? randomBytes(16).toString("hex"),
    spanId: randomBytes(8).toString("hex"),
    parentSpanId: parent?.spanId ?? "",
    name: route === "" ? e.method : `${e.method} ${route}`,
    kind: serverKind,
    startTimeUnixNano: nanoseconds(start),
    endTimeUnixNano: nanoseconds(end),
    attributes: [
      attribute("http.request.method", e.method),
      attribute("url.path", e.path),
      attribute("http.route", route),
      attribute("http.response.status_code", e.status),
      attribute("user_agent.original", e.header("user-agent")),
    ],
    status: { code: e.status >= 500 ? errorStatus : 0 },
  };
}

interface TraceParent {
  readonly traceId: string;
  readonly spanId: string;
}

/** W3C Trace Context: `00-<trace>-<span>-<flags>`; undefined for anything else. */
export function readTraceParent(text: string): TraceParent | undefined {
  const match = /^[\da-f]{2}-([\da-f]{32})-([\da-f]{16})-[\da-f]{2}$/.exec(text);
  const [, traceId = "", spanId = ""] = match ?? [];
  if (match === null || /^0+$/.test(traceId) || /^0+$/.test(spanId)) return undefined;
  return { traceId, spanId };
}
