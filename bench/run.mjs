// Runs the real PocketBase and us through the same work and prints the ratios; see README.md.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { referenceBinary } from "./reference.mjs";

const root = path.resolve(import.meta.dirname, "..");
const driver = path.resolve(root, "../shared/bench/bench.mjs");
if (!existsSync(driver)) {
  console.error(`The driver is not there: ${driver}. It lies beside the repository, in shared/bench.`);
  process.exit(1);
}

const reference = referenceBinary();
const us = `node --no-node-snapshot ${path.join(root, "dist/kernel/main.js")}`;
const { status } = spawnSync(
  process.execPath,
  [
    driver,
    "--a",
    `${reference} serve --http 127.0.0.1:{port} --dev=false --dir {dir} --hooksDir {hooks} --migrationsDir {dir}/mig`,
    "--a-superuser",
    `${reference} superuser upsert {email} {password} --dir {dir}`,
    "--b",
    `${us} serve --http 127.0.0.1:{port} --dir {dir} --hooksDir {hooks}`,
    "--b-superuser",
    `${us} superuser upsert {email} {password} --dir {dir}`,
    ...process.argv.slice(2),
  ],
  { stdio: "inherit" },
);
process.exit(status ?? 1);
