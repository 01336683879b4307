import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import path from "node:path";
import { expect, test, vi } from "vitest";
import { runCommandLine } from "../../../kernel/cli/run.ts";
import { definePlugin } from "../../../kernel/index.ts";
import { temporaryFolder } from "../../support/folder.ts";

const greeter = definePlugin({
  name: "greeter",
  summary: "Adds a command.",
  commands: [
    {
      name: "greet",
      summary: "Greets people",
      commands: [
        {
          name: "one",
          summary: "Greets a single person",
          example: "greet one anna",
          flags: [{ name: "loud", type: "boolean", summary: "whether to shout" }],
          async run({ args, flags, print }) {
            print(flags.loud ? `HELLO ${args[0]}` : `hello ${args[0]}`);
          },
        },
      ],
    },
  ],
  setup() {},
});

async function run(...argv: readonly string[]): Promise<{ code: number; out: string; err: string }> {
  const out = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  const err = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  try {
    const code = await runCommandLine(argv, [greeter]);
    return { code, out: textOf(out), err: textOf(err) };
  } finally {
    out.mockRestore();
    err.mockRestore();
  }
}

function textOf(spy: { mock: { calls: unknown[][] } }): string {
  return spy.mock.calls.map(([text]) => String(text)).join("");
}

async function folder(): Promise<string> {
  return path.join(await temporaryFolder(), "pb_data");
}

test("a command gets its words and flags, wherever they stand", async () => {
  const dir = await folder();

  const { code, out } = await run("--dir", dir, "greet", "--loud", "one", "anna");

  expect([code, out]).toEqual([0, "HELLO anna\n"]);
});

test("the help of the whole lists commands and flags in columns", async () => {
  const { code, out } = await run("--help");

  expect(code).toBe(0);
  expect(out).toContain("isobase CLI\n\nUsage:\n  isobase [command]\n\nAvailable Commands:\n");
  expect(out).toContain("  greet       Greets people\n");
  expect(out).toContain("      --automigrate            enable/disable auto migrations (default true)\n");
  expect(out).toContain("  -v, --version                version for isobase\n");
  expect(out).toMatch(/\nUse "isobase \[command\] --help" for more information about a command\.\n$/);
});

test("the help of a command shows how it is used", async () => {
  const { out } = await run("greet", "one", "-h");

  expect(out).toContain(
    "Greets a single person\n\nUsage:\n  isobase greet one [flags]\n\nExamples:\ngreet one anna\n\n" +
      "Flags:\n  -h, --help   help for one\n      --loud   whether to shout\n\nGlobal Flags:\n",
  );
});

test("a command of commands shows its help, also for a word it does not know", async () => {
  const { code, out } = await run("greet", "nobody");

  expect(code).toBe(0);
  expect(out).toContain('Use "isobase greet [command] --help"');
});

test("help and version touch nothing", async () => {
  const dir = await folder();
  await run("--help", "--dir", dir);
  await run("-v", "--dir", dir);

  expect(existsSync(dir)).toBe(false);
});

test.each([
  [["nope"], 'unknown command "nope" for "isobase"'],
  [["greet", "one", "--what"], "unknown flag: --what"],
  [["greet", "one", "-x"], "unknown shorthand flag: 'x' in -x"],
  [["serve", "--http", "nowhere"], 'invalid address "nowhere" for "--http" flag: expected HOST:PORT'],
  [["serve", "https://example.com"], 'invalid domain "https://example.com": expected a name such as'],
  [["serve", "example.com", "--https", "x"], 'invalid address "x" for "--https" flag: expected HOST:PORT'],
  [["serve", "--https", "127.0.0.1:443"], '"--https" needs the domains to get certificates for'],
])("%j ends with a sentence and exit code 1", async (argv, sentence) => {
  const dir = await folder();

  const { code, err } = await run(...argv, "--dir", dir);

  expect(code).toBe(1);
  expect(err).toMatch(/^\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d /);
  expect(err).toContain(sentence);
  expect(err.trim().split("\n")).toHaveLength(1);
  expect(existsSync(dir)).toBe(false);
});

test("a taken port is told before anything is made", async () => {
  const dir = await folder();
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
  const { port } = other.address() as { port: number };

  const { code, err } = await run("serve", "--http", `127.0.0.1:${port}`, "--dir", dir);
  other.close();

  expect(code).toBe(1);
  expect(err).toContain(`cannot listen on 127.0.0.1:${port}: the port is taken`);
  expect(existsSync(dir)).toBe(false);
});

test("a data folder that holds something else is left as it is", async () => {
  const dir = await folder();
  await mkdir(dir);
  await writeFile(path.join(dir, "data.db"), "these are my diaries, not a database");

  const { code, err } = await run("greet", "one", "anna", "--dir", dir);

  expect(code).toBe(1);
  expect(err).toContain("is not a database: expected a SQLite file");
  expect(await readdir(dir)).toEqual(["data.db"]);
  expect(await readFile(path.join(dir, "data.db"), "utf8")).toContain("diaries");
});

test("a data folder that is a file, and hooks that are nowhere, are told", async () => {
  const dir = await folder();
  await writeFile(dir, "");
  const other = path.join(path.dirname(dir), "other");

  const asFile = await run("greet", "one", "anna", "--dir", dir);
  const noHooks = await run("greet", "one", "anna", "--dir", other, "--hooksDir", "/nowhere/hooks");

  expect(asFile.err).toContain("is a file, expected a folder");
  expect(noHooks.err).toContain('the hooks folder "/nowhere/hooks" does not exist');
  expect(existsSync(other)).toBe(false);
});

test("init begins an application and keeps what is there", async () => {
  const target = path.join(await temporaryFolder(), "app");
  await mkdir(path.join(target, "pb_public"), { recursive: true });
  await writeFile(path.join(target, "pb_public/index.html"), "mine");

  const { code, out } = await run("init", target);

  expect(code).toBe(0);
  expect(out).toContain("index.html (kept)");
  expect(await readFile(path.join(target, "pb_public/index.html"), "utf8")).toBe("mine");
  expect(await readFile(path.join(target, "pb_hooks/main.pb.ts"), "utf8")).toContain("routerAdd");
  expect(await readFile(path.join(target, "pb_hooks/main.test.ts"), "utf8")).toContain("isobase/testing");
  expect(existsSync(path.join(target, "pb_data"))).toBe(false);
});

test("a command that starts kernels of its own runs before any plugin is set up, and gives the exit code", async () => {
  let setUps = 0;
  const folder = await temporaryFolder();
  const tester = definePlugin({
    name: "tester",
    summary: "Tries something out.",
    commands: [
      {
        name: "try",
        summary: "Tries",
        async runAlone({ start, print, config }) {
          print(`${setUps} before`);
          const kernel = await start({ dir: path.join(folder, "trial") });
          await kernel.terminate();
          print(`${setUps} after, ${path.basename(kernel.config.dir)} beside ${path.basename(config.dir)}`);
          return 3;
        },
      },
    ],
    setup() {
      setUps++;
    },
  });
  const out = vi.spyOn(process.stdout, "write").mockReturnValue(true);

  const code = await runCommandLine(["try", "--dir", path.join(folder, "mine")], [tester]);
  const printed = textOf(out);
  out.mockRestore();

  expect(code).toBe(3);
  expect(printed).toBe("0 before\n1 after, trial beside mine\n");
});
