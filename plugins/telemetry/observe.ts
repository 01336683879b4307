import { onTerminate, type PluginScope } from "#kernel";
import { Batch } from "./batch.ts";
import type { Collector } from "./collector.ts";
import { logRecord, logsBody, type Span, spansBody } from "./otlp.ts";
import { requestSpan } from "./request-span.ts";

/** Sends a span per request, and every log entry, until the server ends. */
export function observe(scope: PluginScope, collector: Collector): void {
  const onFailure = (error: unknown): void =>
    scope.log.debug("The OpenTelemetry collector did not take what was sent", { error });
  const spans = new Batch<Span>({
    send: (some) => collector.post("traces", spansBody(collector, some)),
    onFailure,
  });
  const logs = new Batch<object>({
    send: (some) => collector.post("logs", logsBody(collector, some)),
    onFailure,
  });

  scope.middleware({
    id: "isobaseTelemetry",
    priority: -1060, // around everything that is measured
    before() {},
    after: (e) => spans.add(requestSpan(e)),
  });
  scope.logTo((entry) => logs.add(logRecord(entry)));
  scope.on(onTerminate, async (e) => {
    await e.next(); // the last requests are answered
    await Promise.all([spans.close(), logs.close()]);
  });
}
