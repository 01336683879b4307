// kernel/ and plugins/ → dist. Every start loads all of it, and a file costs more to load than what is in it:
// so there is one file per plugin, and few for what they share.
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { build } from "esbuild";

/** Packages of every start. The others hold machine code or are loaded by those who need them: they stay where they are. */
const bundled = ["@jridgewell/trace-mapping", "busboy", "chokidar", "croner", "fastify", "yauzl", "yazl"];

const { dependencies, optionalDependencies } = JSON.parse(readFileSync("package.json", "utf8"));
const plugins = readdirSync("plugins").map((name) => `plugins/${name}/plugin.ts`);

const { metafile } = await build({
  entryPoints: [
    "kernel/main.ts",
    "kernel/index.ts",
    "kernel/db/lane-worker.ts",
    ...plugins.filter(existsSync),
  ],
  conditions: ["isobase-source"],
  external: Object.keys({ ...dependencies, ...optionalDependencies }).filter(
    (name) => !bundled.includes(name),
  ),
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node20",
  // The bundled packages are CommonJS and ask for Node's own modules in its way.
  banner: {
    js: `import { createRequire as requireOf } from "node:module"; const require = requireOf(import.meta.url);`,
  },
  outbase: ".",
  outdir: "dist",
  chunkNames: "shared/[hash]",
  sourcemap: true,
  sourcesContent: false,
  metafile: true,
  logLevel: "warning",
});

// What an earlier build left: nothing may load it by mistake. The other steps' work stays.
const ofOthers = /\/ui\/|\.bundle\.js$/;
for (const folder of ["kernel", "plugins", "shared"]) {
  for (const name of readdirSync(path.join("dist", folder), { recursive: true })) {
    const file = path.posix.join("dist", folder, name);
    if (/\.js(\.map)?$/.test(file) && !ofOthers.test(file) && !(file in metafile.outputs)) rmSync(file);
  }
}
