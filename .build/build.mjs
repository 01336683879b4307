// Everything that is made from source: the server, the sandbox's boot source, the dashboard's pages.
import { spawnSync } from "node:child_process";

for (const step of ["server", "guest", "dashboard"]) {
  const args = ["--conditions=isobase-source", `.build/${step}.mjs`];
  const { status } = spawnSync(process.execPath, args, { stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}
