// The long version of kill.test.ts, by hand: node --conditions=isobase-source --import tsx test/durability/long.ts [times]
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { killRepeatedly } from "./kill.ts";

const times = Number(process.argv[2] ?? 200);
const folder = await mkdtemp(path.join(tmpdir(), "isobase-durability-"));
let round = 0;
const report = await killRepeatedly(folder, 8818, times, ({ answered, losses }) => {
  round++;
  console.log(`kill ${round} of ${times}: ${answered} answered writes, ${losses.length} losses`);
});
for (const loss of report.losses) console.log(loss);
if (report.losses.length === 0) await rm(folder, { recursive: true });
else console.log(`The data folder is kept: ${folder}`);
process.exitCode = report.losses.length === 0 ? 0 : 1;
