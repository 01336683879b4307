import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { beforeAll, describe, expect, test } from "vitest";
import floors from "./floors.json" with { type: "json" };

interface Report {
  readonly files: Readonly<Record<string, { readonly pass: number; readonly total: number }>>;
}

const root = path.resolve(import.meta.dirname, "../..");
const runner = path.resolve(root, "../shared/conformance/run.mjs");

// The scenarios lie beside the repository and are not part of it; elsewhere these tests cannot run, and say so.
describe.skipIf(!existsSync(runner))("conformance with the reference, by area, may only rise", () => {
  let report: Report = { files: {} };

  beforeAll(async () => {
    report = await runScenarios();
  }, 600_000);

  test.each(Object.entries<number>(floors))("%s: at least %i", (area, floor) => {
    expect(report.files[area]?.pass ?? 0).toBeGreaterThanOrEqual(floor);
  });
});

async function runScenarios(): Promise<Report> {
  const folder = await mkdtemp(path.join(tmpdir(), "isobase-conformance-"));
  const report = path.join(folder, "report.json");
  const server = `${process.execPath} --no-node-snapshot ${root}/dist/kernel/main.js serve --http 127.0.0.1:{port} --dir {dir}`;
  await promisify(execFile)(process.execPath, [runner, "--server", server, "--json", report], {
    env: { ...process.env, TMPDIR: folder },
    maxBuffer: 1 << 28,
  }).catch(ignoreFailedScenarios);
  const read = JSON.parse(await readFile(report, "utf8")) as Report;
  await rm(folder, { recursive: true, force: true });
  return read;
}

// Exit status 1 says that some failed; which ones may, is what the floors tell.
function ignoreFailedScenarios(error: unknown): void {
  if ((error as { code?: unknown }).code !== 1) throw error;
}
