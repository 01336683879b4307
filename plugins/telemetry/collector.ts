/** Where spans and logs go, as OpenTelemetry's own environment variables say it. */
export interface Collector {
  readonly serviceName: string;
  /** Sends the body of an OTLP request; throws if it was not taken. */
  post(signal: "traces" | "logs", body: object): Promise<void>;
}

const timeoutMs = 10_000;

/** Undefined where no collector is named. */
export function readCollector(env: Readonly<Record<string, string | undefined>>): Collector | undefined {
  const endpoint = env.OTEL_EXPORTER_OTLP_ENDPOINT ?? "";
  if (endpoint === "" || env.OTEL_SDK_DISABLED === "true") return undefined;
  const headers = {
    "content-type": "application/json",
    ...readHeaders(env.OTEL_EXPORTER_OTLP_HEADERS ?? ""),
  };
  return {
    serviceName: env.OTEL_SERVICE_NAME || "isobase",
    async post(signal, body) {
      const answer = await fetch(`${endpoint.replace(/\/+$/, "")}/v1/${signal}`, {
        method: "POST",
        headers,
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(timeoutMs),
      });
      if (!answer.ok) throw new Error(`${answer.status} ${(await answer.text()).slice(0, 200)}`);
    },
  };
}

/** `name=value,name=value`, values percent-encoded. */
function readHeaders(text: string): Record<string, string> {
  const pairs = text.split(",").filter((pair) => pair.includes("="));
  return Object.fromEntries(
    pairs.map((pair) => {
      const equals = pair.indexOf("=");
      return [pair.slice(0, equals).trim(), decodeURIComponent(pair.slice(equals + 1).trim())];
    }),
  );
}
