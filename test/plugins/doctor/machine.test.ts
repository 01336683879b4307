import { chmod } from "node:fs/promises";
import { expect, test } from "vitest";
import { createConfig } from "../../../kernel/config.ts";
import { clock, machineExaminations, nodeVersion } from "../../../plugins/doctor/machine.ts";
import { temporaryFolder } from "../../support/folder.ts";

test.each([
  ["20.19.0", "fine"],
  ["26.0.1", "fine"],
  ["20.18.9", "broken"],
  ["18.20.0", "broken"],
])("Node %s is %s", (version, state) => {
  expect(nodeVersion(version).state).toBe(state);
});

test("a clock that stands in the past is told", () => {
  expect(clock(0)).toMatchObject({ state: "broken", remedy: expect.stringContaining("set the clock") });
});

test("a data folder that everybody may read is doubtful, until it is closed", async () => {
  const dir = await temporaryFolder();
  const examine = machineExaminations(createConfig({ dir }, "/")).find(({ name }) => name === "data folder");

  await chmod(dir, 0o755);
  expect(await examine?.examine()).toMatchObject({ state: "doubtful", remedy: `chmod o-rwx ${dir}` });
  await chmod(dir, 0o750);
  expect(await examine?.examine()).toMatchObject({ state: "fine" });
});
