import { expect, test } from "vitest";
import { imports, sourceOf, sources } from "./imports.ts";

const pluginOf = (file: string): string | undefined => /^plugins\/([^/]+)\//.exec(file)?.[1];
const isContract = (file: string): boolean => file.endsWith("/contract.ts");
// Pure data-model code: what a value, a record, a collection is. Shared with the sandboxes, so free of everything else.
const isModel = (file: string): boolean => /^plugins\/[^/]+\/model\//.test(file);

const rules: Record<string, (from: string, to: string) => boolean> = {
  "the kernel does not know the plugins": (from, to) =>
    from.startsWith("kernel/") && to.startsWith("plugins/"),
  "plugins reach the kernel by its front door": (from, to) =>
    from.startsWith("plugins/") && to.startsWith("kernel/") && to !== "kernel/index.ts",
  "plugins know each other by contract and shared model only": (from, to) =>
    pluginOf(to) !== undefined && pluginOf(from) !== pluginOf(to) && !isContract(to) && !isModel(to),
  "a contract holds no work": (from, to) =>
    isContract(from) &&
    to !== "kernel/index.ts" &&
    !to.startsWith("node:") &&
    !isContract(to) &&
    !isModel(to),
  "the shared model needs nothing but itself and the kernel's types": (from, to) =>
    isModel(from) && !isModel(to) && to !== "kernel/index.ts" && !isContract(to),
  "only the bridge touches isolated-vm": (from, to) =>
    to.startsWith("isolated-vm") && !from.startsWith("plugins/scripts/bridge/"),
};

for (const [rule, breaks] of Object.entries(rules)) {
  test(rule, () => {
    expect(
      imports.filter(({ from, to }) => breaks(from, to)).map(({ from, to }) => `${from} → ${to}`),
    ).toEqual([]);
  });
}

test.each([
  "better-sqlite3",
  "jose",
  "sharp",
  "croner",
  "nodemailer",
  "@aws-sdk/client-s3",
  "esbuild",
  "chokidar",
  "fastify",
  "acme-client",
  "ws",
])("%s has one door", (library) => {
  const doors = new Set(imports.filter(({ to }) => to === library).map(({ from }) => from));
  if (library === "fastify") doors.delete("kernel/kernel.ts"); // only the types of an injected request
  expect([...doors].length, [...doors].join(", ")).toBeLessThanOrEqual(1);
});

test("no file imports itself by way of others", () => {
  const graph = new Map<string, string[]>();
  for (const { from, to } of imports) graph.set(from, [...(graph.get(from) ?? []), to]);
  const circles: string[] = [];
  const done = new Set<string>();
  const walk = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) circles.push([...path.slice(path.indexOf(file)), file].join(" → "));
    if (done.has(file) || path.includes(file)) return;
    for (const next of graph.get(file) ?? []) walk(next, [...path, file]);
    done.add(file);
  };
  for (const file of graph.keys()) walk(file, []);
  expect(circles).toEqual([]);
});

test("engine-specific SQL stays in kernel/db", () => {
  const spelled =
    /\b(json_each|json_extract|json_type|json_valid|_rowid_|PRAGMA|strftime\(|COLLATE|sqlite_master|sqlite_schema)\b/;
  const strays = sources.filter(
    (file) => file.startsWith("plugins/") && !isModel(file) && spelled.test(withoutComments(sourceOf(file))),
  );
  expect(strays).toEqual([]);
});

test("no room is called utils, helpers, common or misc", () => {
  expect(sources.filter((file) => /(^|\/)(utils?|helpers?|common|misc)(\/|\.ts$)/.test(file))).toEqual([]);
});

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/\/\/.*$/gm, "");
}
