import { execFileSync, spawnSync } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { certificateExamination } from "../../../plugins/certificates/examination.ts";
import { temporaryFolder } from "../../support/folder.ts";

const hasOpenssl = spawnSync("openssl", ["version"]).status === 0;

async function keep(folder: string, name: string, subject: string, days: number): Promise<void> {
  await mkdir(folder, { recursive: true });
  const [key, certificate] = [path.join(folder, "key.tmp"), path.join(folder, "certificate.tmp")];
  execFileSync(
    "openssl",
    `req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout ${key} -out ${certificate} -days ${days} -subj /CN=${subject} -addext subjectAltName=DNS:${subject}`.split(
      " ",
    ),
    { stdio: "ignore" },
  );
  await writeFile(
    path.join(folder, name),
    (await readFile(key, "utf8")) + (await readFile(certificate, "utf8")),
  );
}

test("without certificates of its own there is nothing to say", async () => {
  const { examine } = certificateExamination(path.join(await temporaryFolder(), "none"));

  expect(await examine()).toEqual({ state: "fine", text: "none of this server's own" });
});

test.skipIf(!hasOpenssl)("the doctor tells how long certificates last, and the worst of them", async () => {
  const folder = path.join(await temporaryFolder(), "cache");
  const { examine } = certificateExamination(folder);
  await keep(folder, "good.example.com", "good.example.com", 80);
  expect(await examine()).toEqual({ state: "fine", text: "good.example.com for 79 days" });

  await keep(folder, "other.example.com", "good.example.com", 80);
  expect(await examine()).toMatchObject({
    state: "doubtful",
    text: "other.example.com has a certificate of something else",
    remedy: expect.stringContaining("remove"),
  });
});
