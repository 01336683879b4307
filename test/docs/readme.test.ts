import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, test, vi } from "vitest";
import { temporaryFolder } from "../support/folder.ts";
import { runCommand, startServer } from "../support/server.ts";
import { snippetsOf } from "./snippets.ts";

const snippets = snippetsOf("README.md");
const hooks = snippets.filter(({ language }) => language === "ts");

async function save(hooksDir: string, index: number): Promise<void> {
  const hook = hooks[index];
  if (hook?.file === undefined) throw new Error(`The README has no hook number ${index} with a file name.`);
  await mkdir(hooksDir, { recursive: true });
  await writeFile(path.join(hooksDir, path.basename(hook.file)), hook.text);
}

test("the hook of the README is live once it is saved, and answers what the README says", async () => {
  const folder = await temporaryFolder();
  await mkdir(path.join(folder, "pb_hooks"));
  const server = await startServer({ dir: path.join(folder, "pb_data") });
  const curl =
    snippets
      .find(({ text }) => text.startsWith("curl"))
      ?.text.trim()
      .split(" ")
      .at(-1) ?? "";
  const answer = snippets.find(({ language }) => language === "json")?.text.trim();

  await save(server.hooksDir, 0);

  const asked = new URL(curl).pathname;
  await vi.waitFor(async () => expect((await (await fetch(server.url + asked)).text()).trim()).toBe(answer));
});

test("the record hook of the README keeps a domain out and lets others in", async () => {
  const folder = await temporaryFolder();
  await save(path.join(folder, "pb_hooks"), 1);
  const server = await startServer({ dir: path.join(folder, "pb_data") });
  const signUp = async (email: string): Promise<{ status: number; message?: string }> => {
    const body = JSON.stringify({ email, password: "1234567890", passwordConfirm: "1234567890" });
    const headers = { "content-type": "application/json" };
    const response = await fetch(`${server.url}/api/collections/users/records`, {
      method: "POST",
      headers,
      body,
    });
    return { status: response.status, ...((await response.json()) as object) };
  };

  expect(await signUp("a@spam.example")).toMatchObject({
    status: 400,
    message: "Please use another address.",
  });
  expect(await signUp("a@good.example")).toMatchObject({ status: 200 });
  await vi.waitFor(() => expect(server.output()).toMatch(/welcome [a-z0-9]{15}/));
});

test("the commands of the README exist", async () => {
  const named = snippets
    .flatMap(({ text }) => [...text.matchAll(/^node dist\/kernel\/main\.js (\w+)/gm)])
    .map((match) => match[1]);
  const { stdout } = await runCommand(["--help"]);

  for (const command of named) expect(stdout).toContain(`  ${command}`);
});

test("the scripts the README names are those of package.json", async () => {
  const manifest = JSON.parse(
    await readFile(path.resolve(import.meta.dirname, "../../package.json"), "utf8"),
  ) as {
    scripts: Record<string, string>;
  };

  expect(Object.keys(manifest.scripts)).toEqual(
    expect.arrayContaining(["start", "test", "check", "prepare"]),
  );
});
