import { createHash, timingSafeEqual } from "node:crypto";
import { definePlugin, onServe, type RequestEvent, Unauthorized } from "#kernel";
import { skipSuccessLog } from "../logs/contract.ts";
import { Viewer } from "../records/contract.ts";
import { expose } from "./exposition.ts";
import { ProcessFigures } from "./process.ts";
import { RequestCounts } from "./requests.ts";

export default definePlugin({
  name: "metrics",
  summary: "Figures for Prometheus at /metrics, if ISOBASE_METRICS_TOKEN is set.",

  setup(scope) {
    const token = process.env.ISOBASE_METRICS_TOKEN ?? "";
    if (token === "") return; // nothing is counted that nobody may read
    const counts = new RequestCounts();
    const figures = new ProcessFigures(scope.config.dir);

    scope.middleware({
      id: "isobaseMetrics",
      priority: -1050,
      before() {},
      after: (e) => counts.add(e.method, e.status, (performance.now() - e.startedAt) / 1000),
    });
    scope.route({
      method: "GET",
      path: "/metrics",
      middlewares: [skipSuccessLog],
      handle(e) {
        if (!mayRead(e, token)) throw new Unauthorized();
        const text = expose([...counts.metrics(), ...figures.metrics()]);
        e.send(200, "text/plain; version=0.0.4; charset=utf-8", text);
      },
    });
    scope.on(onServe, async (e) => {
      await e.next();
      figures.start();
    });
    scope.defer(() => figures.stop());
  },
});

function mayRead(e: RequestEvent, token: string): boolean {
  if (e.get(Viewer).isSuperuser) return true;
  return timingSafeEqual(digest(e.header("authorization")), digest(`Bearer ${token}`));
}

// Digests have one length, whatever was sent.
function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
