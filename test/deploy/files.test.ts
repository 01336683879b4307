import { readFile } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { checkWith, findTool } from "./tools.ts";

const deploy = path.resolve(import.meta.dirname, "../../docs/deploy");
const analyze = findTool("systemd-analyze");
const litestream = findTool("litestream");

test.skipIf(analyze === undefined)("systemd understands all of the unit", () => {
  const { output } = checkWith(analyze ?? "", ["verify", path.join(deploy, "isobase.service")]);

  // The program itself is not installed here; nothing else may be said.
  const complaints = output.split("\n").filter((line) => line !== "" && !line.includes("is not executable"));
  expect(complaints).toEqual([]);
});

test.skipIf(litestream === undefined)("Litestream understands its file", () => {
  const { code, output } = checkWith(litestream ?? "", [
    "databases",
    "-config",
    path.join(deploy, "litestream.yml"),
  ]);

  expect([code, output]).toEqual([0, expect.stringContaining("/srv/app/pb_data/data.db")]);
});

test("what the files start is what there is", async () => {
  const dockerfile = await readFile(path.join(deploy, "Dockerfile"), "utf8");
  const unit = await readFile(path.join(deploy, "isobase.service"), "utf8");
  const { bin, name } = JSON.parse(await readFile(path.resolve(deploy, "../../package.json"), "utf8")) as {
    readonly bin: Readonly<Record<string, string>>;
    readonly name: string;
  };

  expect(dockerfile).toContain(`"node_modules/${name}/${bin.isobase}"`);
  expect(unit).toContain(`ExecStart=/srv/app/node_modules/.bin/${Object.keys(bin)[0]} serve`);
});
