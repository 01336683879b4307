import { afterEach, expect, test, vi } from "vitest";
import { definePlugin } from "../../../kernel/index.ts";
import { expose } from "../../../plugins/metrics/exposition.ts";
import metrics from "../../../plugins/metrics/plugin.ts";
import { createTestApp } from "../../support/app.ts";

const ping = definePlugin({
  name: "ping",
  summary: "Answers.",
  setup: (scope) => scope.route({ method: "GET", path: "/ping", handle: () => "pong" }),
});

afterEach(() => vi.unstubAllEnvs());

test("without a token there are no figures", async () => {
  const app = await createTestApp({ plugins: [metrics, ping] });

  expect((await app.inject({ url: "/metrics" })).statusCode).toBe(404);
});

test("requests are counted by method and status, for those who know the token", async () => {
  vi.stubEnv("ISOBASE_METRICS_TOKEN", "figures");
  const app = await createTestApp({ plugins: [metrics, ping] });
  await app.inject({ url: "/ping" });
  await app.inject({ url: "/nowhere" });

  const stranger = await app.inject({ url: "/metrics", headers: { authorization: "Bearer guess" } });
  const { body } = await app.inject({ url: "/metrics", headers: { authorization: "Bearer figures" } });

  expect(stranger.statusCode).toBe(401);
  expect(body).toContain('isobase_requests_total{method="GET",status="200"} 1\n');
  expect(body).toContain('isobase_requests_total{method="GET",status="404"} 1\n');
  expect(body).toContain('isobase_request_duration_seconds_bucket{le="+Inf"} 3\n');
  expect(body).toMatch(/isobase_database_bytes\{file="data\.db"\} \d+/);
});

test("labels are escaped", () => {
  const samples = [{ labels: { path: 'a"b\\c\n' }, value: 1 }];

  expect(expose([{ name: "x", help: "X.", type: "gauge", samples }])).toBe(
    '# HELP x X.\n# TYPE x gauge\nx{path="a\\"b\\\\c\\n"} 1\n',
  );
});
