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

const namesIn = (file: string, pattern: RegExp): Set<string> =>
  new Set(
    [...readFileSync(path.join(root, "sdk-types", file), "utf8").matchAll(pattern)].map(
      ([, name]) => name ?? "",
    ),
  );

const declared = namesIn("events.d.ts", /function (on\w+)[<(]/g);

test("every hook of the house is declared for scripts, and no other", async () => {
  const plugins = await discoverPlugins(path.join(root, "plugins"));
  const known = new Set(plugins.flatMap(({ hooks = [] }) => hooks.map(({ name }) => name)));
  for (const { name } of [onBootstrap, onTerminate]) known.add(name);

  expect([...known].filter((name) => !declared.has(name))).toEqual([]);
  expect([...declared].filter((name) => !known.has(name))).toEqual([]);
});

test("every hook is declared as one of the app's too", () => {
  expect([...namesIn("app-hooks.d.ts", /^ {2}(on\w+)[<(]/gm)].sort()).toEqual(
    [...declared, "onServe"].sort(),
  );
});
