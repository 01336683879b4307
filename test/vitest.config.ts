import { defineConfig } from "vitest/config";

export default defineConfig({
  root: new URL("..", import.meta.url).pathname,
  resolve: { conditions: ["isobase-source"] },
  ssr: { resolve: { conditions: ["isobase-source"] } },
  test: {
    include: ["test/**/*.test.ts"],
    setupFiles: ["test/support/patience.ts"],
    pool: "forks",
    execArgv: ["--no-node-snapshot", "--conditions=isobase-source"],
    maxWorkers: 2,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
