// What runs in every sandbox before any script: dist/plugins/scripts/guest → one file.
import { rmSync, writeFileSync } from "node:fs";
import { bundleBoot, bundledBoot } from "../dist/plugins/scripts/bridge/boot.js";

rmSync(bundledBoot, { force: true });
writeFileSync(bundledBoot, await bundleBoot());
process.exit(); // esbuild's own process would keep us a while
