import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { onBootstrap, onTerminate } from "../../kernel/hooks/lifecycle.ts";
import { discoverPlugins } from "../../kernel/plugins/discover.ts";

const root = path.resolve(import.meta.dirname, "../..");

test("hooks that are right compile against sdk-types, and mistakes do not", () => {
  const { status, stdout } = spawnSync("npx", ["tsc", "-p", "test/types/fixtures"], {
    cwd: root,
    encoding: "utf8",
  });

  expect(stdout).toBe("");
  expect(status).toBe(0);
});

const declared = new Set(
  [...readFileSync(path.join(root, "sdk-types/events.d.ts"), "utf8").matchAll(/function (on\w+)[<(]/g)].map(
    ([, name]) => name ?? "",
  ),
);

test("every hook of the house is declared for scripts, and no other", async () => {
  const plugins = await discoverPlugins(path.join(root, "plugins"));
  const known = new Set(plugins.flatMap(({ hooks = [] }) => hooks.map(({ name }) => name)));
  for (const { name } of [onBootstrap, onTerminate]) known.add(name);

  expect([...known].filter((name) => !declared.has(name))).toEqual([]);
  expect([...declared].filter((name) => !known.has(name))).toEqual([]);
});
