import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test, vi } from "vitest";
import { definePlugin } from "../../../kernel/index.ts";
import { Batch } from "../../../plugins/telemetry/batch.ts";
import { readCollector } from "../../../plugins/telemetry/collector.ts";
import telemetry from "../../../plugins/telemetry/plugin.ts";
import { readTraceParent } from "../../../plugins/telemetry/request-span.ts";
import { ask, createTestApp } from "../../support/app.ts";

interface Received {
  readonly url: string;
  readonly key: string | undefined;
  // biome-ignore lint/suspicious/noExplicitAny: what the protocol says, looked at by the tests
  readonly body: any;
}

/** A collector that takes everything. */
async function startCollector(): Promise<{ readonly endpoint: string; readonly received: Received[] }> {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = JSON.parse(Buffer.concat(chunks).toString());
    received.push({ url: request.url ?? "", key: request.headers["x-key"] as string | undefined, body });
    response.end("{}");
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  onTestFinished(() => void server.close());
  return { endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, received };
}

const routes = definePlugin({
  name: "routes",
  summary: "Something to trace.",
  setup(scope) {
    scope.route({ method: "GET", path: "/things/{id}", handle: () => "thing" });
  },
});

test("a request becomes a span of its caller's trace, and a log entry a record", async () => {
  const { endpoint, received } = await startCollector();
  vi.stubEnv("OTEL_EXPORTER_OTLP_ENDPOINT", `${endpoint}/`);
  vi.stubEnv("OTEL_EXPORTER_OTLP_HEADERS", "x-key=a%20b");
  vi.stubEnv("OTEL_SERVICE_NAME", "shop");
  onTestFinished(() => void vi.unstubAllEnvs());
  const app = await createTestApp({ plugins: [telemetry, routes] });
  const trace = "0af7651916cd43dd8448eb211c80319c";

  await ask(app, "GET /things/7", { headers: { traceparent: `00-${trace}-b7ad6b7169203331-01` } });
  app.log.warn("look here", { n: 1 });
  await app.terminate();

  const traces = received.find(({ url }) => url === "/v1/traces");
  const logs = received.find(({ url }) => url === "/v1/logs");
  expect([traces?.key, logs?.key]).toEqual(["a b", "a b"]);
  const [{ resource, scopeSpans }] = traces?.body.resourceSpans ?? [];
  expect(resource.attributes).toEqual([{ key: "service.name", value: { stringValue: "shop" } }]);
  const [span] = scopeSpans[0].spans;
  expect(span).toMatchObject({
    traceId: trace,
    parentSpanId: "b7ad6b7169203331",
    name: "GET /things/{id}",
    kind: 2,
  });
  expect(span.attributes).toContainEqual({ key: "http.response.status_code", value: { intValue: "200" } });
  expect(Number(span.endTimeUnixNano)).toBeGreaterThanOrEqual(Number(span.startTimeUnixNano));
  expect(Math.abs(Number(span.startTimeUnixNano) / 1e6 - Date.now())).toBeLessThan(60_000);
  expect(logs?.body.resourceLogs[0].scopeLogs[0].logRecords).toContainEqual(
    expect.objectContaining({
      severityNumber: 13,
      body: { stringValue: "look here" },
      attributes: [{ key: "n", value: { intValue: "1" } }],
    }),
  );
});

test("without a collector there is nothing to pay for", () => {
  expect(readCollector({})).toBeUndefined();
  expect(
    readCollector({ OTEL_EXPORTER_OTLP_ENDPOINT: "http://x", OTEL_SDK_DISABLED: "true" }),
  ).toBeUndefined();
});

test("what a collector does not take is sent again, and kept only so long", async () => {
  const sizes: number[] = [];
  let isAway = true;
  const batch = new Batch<number>({
    send: async (items) => {
      if (isAway) throw new Error("away");
      sizes.push(items.length);
    },
    onFailure: () => {},
  });
  for (let i = 0; i < 5000; i++) batch.add(i);
  await batch.close();
  isAway = false;
  await batch.close();

  expect(sizes).toEqual([512, 512, 512, 512]);
});

test.each([
  ["00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", true],
  ["00-00000000000000000000000000000000-b7ad6b7169203331-01", false],
  ["nonsense", false],
  ["", false],
])("traceparent %j is read: %s", (text, isRead) => {
  expect(readTraceParent(text) !== undefined).toBe(isRead);
});
