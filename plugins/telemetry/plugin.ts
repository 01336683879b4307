import { definePlugin } from "#kernel";
import { readCollector } from "./collector.ts";

export default definePlugin({
  name: "telemetry",
  summary: "Sends a span per request and every log entry to an OpenTelemetry collector, if one is named.",
  provides: {},

  async setup(scope) {
    const collector = readCollector(process.env);
    if (collector === undefined) return; // nothing is loaded, and nothing collected, that nobody wants
    const { observe } = await import("./observe.ts");
    observe(scope, collector);
  },
});
