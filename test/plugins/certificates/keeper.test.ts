import { execFileSync, spawnSync } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { LogHub } from "../../../kernel/log.ts";
import { CertificateCache } from "../../../plugins/certificates/cache.ts";
import { readCertificate, renewalOf } from "../../../plugins/certificates/certificate.ts";
import { CertificateKeeper } from "../../../plugins/certificates/keeper.ts";
import { temporaryFolder } from "../../support/folder.ts";

const hasOpenssl = spawnSync("openssl", ["version"]).status === 0;
const minute = 60_000;
const day = 86_400_000;

/** A key and a certificate that signs itself, as PEM. */
async function makePem(name: string, days: number): Promise<string> {
  const folder = await temporaryFolder();
  execFileSync(
    "openssl",
    [
      ...["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"],
      ...["-subj", `/CN=${name}`, "-addext", `subjectAltName=DNS:${name}`, "-days", String(days)],
      ...["-keyout", `${folder}/key`, "-out", `${folder}/certificate`],
    ],
    { stdio: "ignore" },
  );
  return `${await readFile(`${folder}/key`, "utf8")}${await readFile(`${folder}/certificate`, "utf8")}`;
}

async function setUp(obtain: (name: string) => Promise<string>, kept?: string) {
  const folder = path.join(await temporaryFolder(), "cache");
  const cache = new CertificateCache(folder);
  if (kept !== undefined) await cache.write("app.test", kept);
  const lines: string[] = [];
  const log = new LogHub().logger();
  const keeper = new CertificateKeeper({
    names: ["app.test"],
    cache,
    log,
    obtain,
    tell: (line) => void lines.push(line),
  });
  return { keeper, cache, lines };
}

describe.runIf(hasOpenssl)("keeping certificates", () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] }));
  afterEach(() => void vi.useRealTimers());

  test("a kept certificate is renewed when 30 days are left, and shown until then", async () => {
    const obtain = vi.fn(async () => next);
    const next = await makePem("app.test", 180);
    const { keeper } = await setUp(obtain, await makePem("app.test", 90));
    await keeper.load();
    const first = keeper.contextOf("app.test");

    keeper.start();
    await vi.advanceTimersByTimeAsync(59 * day);
    expect(obtain).not.toHaveBeenCalled();
    expect(keeper.contextOf("app.test")).toBe(first);
    await vi.advanceTimersByTimeAsync(2 * day);

    expect(obtain).toHaveBeenCalledTimes(1);
    expect(keeper.contextOf("app.test")).not.toBe(first);
    keeper.stop();
  });

  test("failures are told and followed by longer and longer waits", async () => {
    const obtain = vi.fn(() => Promise.reject(new Error("the authority is away")));
    const { keeper, lines } = await setUp(obtain);
    const calls: number[] = [];

    keeper.start();
    for (const wait of [0, 5, 10, 20]) {
      await vi.advanceTimersByTimeAsync(wait * minute);
      calls.push(obtain.mock.calls.length);
    }
    keeper.stop();
    await vi.advanceTimersByTimeAsync(day);

    expect(calls).toEqual([1, 2, 3, 4]);
    expect(obtain).toHaveBeenCalledTimes(4);
    expect(lines[0]).toContain("There is no new certificate for app.test yet: the authority is away");
  });

  test("a certificate that has ended when it comes is not asked for again at once", async () => {
    const next = await makePem("app.test", 90);
    vi.setSystemTime(Date.now() + 1000 * day);
    const obtain = vi.fn(async () => next);
    const { keeper, lines } = await setUp(obtain);

    keeper.start();
    await vi.advanceTimersByTimeAsync(minute);
    keeper.stop();

    expect(obtain).toHaveBeenCalledTimes(1);
    expect(lines[0]).toContain("is this machine's clock right?");
  });

  test("what was kept and cannot be used is asked for anew", async () => {
    const next = await makePem("app.test", 90);
    for (const broken of ["", "nonsense", await makePem("other.test", 90), next.slice(0, 400)]) {
      const obtain = vi.fn(async () => next);
      const { keeper, cache } = await setUp(obtain, broken);

      await keeper.load();
      expect(keeper.contextOf("app.test")).toBeUndefined();
      keeper.start();

      await vi.waitFor(async () => expect(await cache.read("app.test")).toBe(next));
      expect(keeper.contextOf("app.test")).toBeDefined();
      keeper.stop();
    }
  });

  test("a certificate that cannot be written is shown all the same", async () => {
    const folder = await temporaryFolder();
    await mkdir(path.join(folder, "app.test", "in the way"), { recursive: true });
    const next = await makePem("app.test", 90);
    const log = new LogHub().logger();
    const cache = new CertificateCache(folder);
    const obtain = vi.fn(async () => next);
    const keeper = new CertificateKeeper({ names: ["app.test"], cache, log, obtain, tell: () => {} });

    await keeper.load();
    keeper.start();

    await vi.waitFor(() => expect(keeper.contextOf("app.test")).toBeDefined());
    expect(obtain).toHaveBeenCalledTimes(1);
    keeper.stop();
  });

  test("a key in the form PocketBase writes is read", async () => {
    const folder = await temporaryFolder();
    const text = await makePem("app.test", 90);
    await writeFile(`${folder}/key`, text);
    const key = execFileSync("openssl", ["ec", "-in", `${folder}/key`], {
      stdio: ["ignore", "pipe", "ignore"],
    });
    const certificate = text.slice(text.indexOf("-----BEGIN CERTIFICATE"));

    expect(String(key)).toContain("BEGIN EC PRIVATE KEY");
    expect(readCertificate("app.test", `${key}${certificate}`)).toBeDefined();
  });

  test("a certificate of few days is renewed when a third of them is left", async () => {
    const certificate = readCertificate("app.test", await makePem("app.test", 6));

    expect(certificate && (certificate.validTo - renewalOf(certificate)) / day).toBeCloseTo(2, 3);
  });
});
