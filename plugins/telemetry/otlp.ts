// The JSON form of OTLP 1: https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding
import type { LogEntry } from "#kernel";

export interface Span {
  /** 32 and 16 hexadecimal digits. */
  readonly traceId: string;
  readonly spanId: string;
  /** Empty for the first of its trace. */
  readonly parentSpanId: string;
  readonly name: string;
  readonly kind: number;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: readonly Attribute[];
  readonly status: { readonly code: number };
}

export interface Attribute {
  readonly key: string;
  readonly value: { readonly stringValue: string } | { readonly intValue: string };
}

/** SERVER and ERROR, as the protocol numbers them. */
export const serverKind = 2;
export const errorStatus = 2;

const scope = { name: "isobase" };

export function spansBody(about: { readonly serviceName: string }, spans: readonly Span[]): object {
  return { resourceSpans: [{ resource: resourceOf(about), scopeSpans: [{ scope, spans }] }] };
}

export function logsBody(about: { readonly serviceName: string }, logRecords: readonly object[]): object {
  return { resourceLogs: [{ resource: resourceOf(about), scopeLogs: [{ scope, logRecords }] }] };
}

export function logRecord({ level, message, data, time }: LogEntry): object {
  return {
    timeUnixNano: nanoseconds(time),
    severityNumber: severityOf(level),
    body: { stringValue: message },
    attributes: Object.entries(data).map(([key, value]) => attribute(key, value)),
  };
}

export function attribute(key: string, value: unknown): Attribute {
  if (Number.isInteger(value)) return { key, value: { intValue: String(value) } };
  if (typeof value === "string") return { key, value: { stringValue: value } };
  const text = value instanceof Error ? (value.stack ?? value.message) : JSON.stringify(value);
  return { key, value: { stringValue: text ?? "" } };
}

/** Milliseconds since the epoch, in the protocol's unit; more digits than a number holds. */
export function nanoseconds(ms: number): string {
  return String(BigInt(Math.round(ms * 1000)) * 1000n);
}

// DEBUG, INFO, WARN and ERROR of the protocol's 24.
function severityOf(level: number): number {
  if (level < 0) return 5;
  if (level < 4) return 9;
  return level < 8 ? 13 : 17;
}

function resourceOf({ serviceName }: { readonly serviceName: string }): object {
  return { attributes: [attribute("service.name", serviceName)] };
}
