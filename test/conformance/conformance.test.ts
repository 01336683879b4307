import { execFile } from "node:child_process";
import { randomInt } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { beforeAll, describe, expect, test } from "vitest";
import floors from "./floors.json" with { type: "json" };

interface Result {
  readonly id: string;
  readonly file: string;
  readonly ok: boolean;
}

const root = path.resolve(import.meta.dirname, "../..");
const runner = path.resolve(root, "../shared/conformance/run.mjs");

// The scenarios lie beside the repository and are not part of it; elsewhere these tests cannot run, and say so.
describe.skipIf(!existsSync(runner))("conformance with the reference, by area, may only rise", () => {
  const passed = new Map<string, number>();

  beforeAll(async () => {
    const first = await runScenarios(".");
    const failed = first.filter(({ ok }) => !ok);
    // Some scenarios wait for mails and events; what failed beside other tests is asked once more by itself.
    const again =
      failed.length === 0 ? [] : await runScenarios(`^(${failed.map(({ id }) => literally(id)).join("|")})$`);
    for (const { file, ok } of [...first, ...again]) if (ok) passed.set(file, (passed.get(file) ?? 0) + 1);
  }, 900_000);

  test.each(Object.entries<number>(floors))("%s: at least %i", (area, floor) => {
    expect(passed.get(area) ?? 0).toBeGreaterThanOrEqual(floor);
  });
});

async function runScenarios(filter: string): Promise<readonly Result[]> {
  const folder = await mkdtemp(path.join(tmpdir(), "isobase-conformance-"));
  const report = path.join(folder, "report.json");
  const server = `${process.execPath} --no-node-snapshot ${root}/dist/kernel/main.js serve --http 127.0.0.1:{port} --dir {dir}`;
  await promisify(execFile)(
    process.execPath,
    [runner, "--server", server, "--filter", filter, "--json", report, ...ports, ...patience],
    {
      env: { ...process.env, TMPDIR: folder },
      maxBuffer: 1 << 28,
    },
  ).catch(ignoreFailedScenarios);
  const read = JSON.parse(await readFile(report, "utf8")) as { readonly results: readonly Result[] };
  await rm(folder, { recursive: true, force: true });
  return read.results;
}

// Another run may be under way on the same machine, and the machine may be slow.
const ports = ["--port-base", String(randomInt(10_000, 19_000))];
const patience = ["--start-timeout", "60000", "--timeout", "60000"];

// Exit status 1 says that some failed; which ones may, is what the floors tell.
function ignoreFailedScenarios(error: unknown): void {
  if ((error as { code?: unknown }).code !== 1) throw error;
}

function literally(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
