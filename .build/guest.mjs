// What runs in every sandbox before any script: plugins/scripts/guest → one file.
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { tsImport } from "tsx/esm/api";

const { bundleBoot, built } = await tsImport("../plugins/scripts/bridge/boot.ts", import.meta.url);
mkdirSync(path.dirname(built), { recursive: true });
writeFileSync(built, await bundleBoot());
process.exit(); // esbuild's own process would keep us a while
