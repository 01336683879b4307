// The dashboard's pages: plugins/dashboard/ui → dist/plugins/dashboard/ui.
import path from "node:path";
import { build } from "vite";

await build({
  configFile: path.resolve(import.meta.dirname, "../plugins/dashboard/ui/vite.config.ts"),
  logLevel: "warn",
});
