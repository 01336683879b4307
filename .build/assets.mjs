// What the compiler does not make: the sandbox's boot source and the dashboard's pages.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

const steps = [".build/guest.mjs", ".build/dashboard.mjs"];
for (const step of steps) {
  if (!existsSync(step)) continue;
  const { status } = spawnSync(process.execPath, [step], { stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}
