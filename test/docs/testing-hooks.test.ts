import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { scriptClock } from "../../plugins/scripts/clock.ts";
import { runHere } from "../support/command.ts";
import { temporaryFolder } from "../support/folder.ts";
import { writeFiles } from "../support/hooks.ts";
import { snippetsOf } from "./snippets.ts";

const RealDate = Date;

test("the examples of docs/testing-hooks.md pass, and their types are right", async () => {
  onTestFinished(() => {
    globalThis.Date = RealDate;
    scriptClock.source = "sandbox";
  });
  const root = await temporaryFolder();
  const examples = snippetsOf("docs/testing-hooks.md").filter(({ language }) => language === "ts");
  const files = examples.map(({ text }, i): [string, string] => {
    const isTest = text.includes("isobase/testing");
    return [`${String(i).padStart(2, "0")}${isTest ? ".test.ts" : ".pb.ts"}`, text];
  });
  await writeFiles(path.join(root, "pb_hooks"), Object.fromEntries(files));
  const dir = path.join(root, "pb_data");

  const checked = await runHere("hooks", "check", "--dir", dir);
  const tested = await runHere("hooks", "test", "--dir", dir);

  expect(checked.printed).toContain("No problems.");
  expect(tested.printed).toContain("5 passed");
  expect(tested.code).toBe(0);
});

test("the example hooks pass their tests", async () => {
  onTestFinished(() => {
    globalThis.Date = RealDate;
    scriptClock.source = "sandbox";
  });
  const dir = path.join(await temporaryFolder(), "pb_data");
  const own = path.resolve(import.meta.dirname, "../..");
  const flags = [
    "--dir",
    dir,
    "--hooksDir",
    path.join(own, "pb_hooks"),
    "--migrationsDir",
    path.join(own, "pb_migrations"),
  ];

  expect((await runHere("hooks", "test", ...flags)).printed).toContain("4 passed");
  expect((await runHere("hooks", "check", ...flags)).printed).toContain("No problems.");
});
