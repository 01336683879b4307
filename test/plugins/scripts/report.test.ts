import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import type { KernelHandle } from "../../../kernel/kernel.ts";
import { ask, createTestApp } from "../../support/app.ts";
import { appWithHooks } from "../../support/hooks.ts";
import { superuserToken } from "../../support/superuser.ts";

interface Report {
  readonly generation: number;
  readonly lastReload: {
    readonly refusals: readonly {
      readonly message: string;
      readonly line: number;
      readonly source: object[];
    }[];
  };
  readonly sandboxes: { readonly count: number };
  readonly files: readonly (Readonly<Record<string, unknown>> & { readonly file: string })[];
}

// Works for a while: times are counted in whole milliseconds.
const hello = `routerAdd("GET", "/hello", (e) => {
  for (const until = Date.now() + 5; Date.now() < until; );
  return e.json(200, { n: $app.countRecords("users") });
});`;
const other = `routerAdd("GET", "/other", (e) => e.string(200, "here"));`;

async function report(app: KernelHandle, token: string): Promise<Report> {
  return (await ask(app, "GET /api/isobase/scripts", { token })).body as Report;
}

function fileOf(app: KernelHandle, name: string): string {
  return path.join(app.config.hooksDir, name);
}

test("what a script registered, how often it ran and what it cost is told by file", async () => {
  const app = await appWithHooks({ "a.pb.js": hello, "b.pb.js": other });
  const token = await superuserToken(app);
  await app.inject("/hello");
  await app.inject("/hello");

  const { files, sandboxes } = await report(app, token);

  expect(files).toMatchObject([
    {
      state: "running",
      routes: 1,
      registered: [{ kind: "route", name: "GET /hello", line: 1 }],
      calls: 2,
      hostCalls: 2,
    },
    { state: "running", routes: 1, calls: 0, cpuMs: 0, hostCalls: 0 },
  ]);
  expect(files[0]?.cpuMs).toBeGreaterThan(0);
  expect(sandboxes.count).toBeGreaterThan(0);
});

test("a suspended script is out at once, stays out over a new start, and comes back when resumed", async () => {
  const app = await appWithHooks({ "a.pb.js": hello, "b.pb.js": other });
  const token = await superuserToken(app);
  const file = fileOf(app, "a.pb.js");

  const answer = await ask(app, "POST /api/isobase/scripts/suspend", { token, body: { file } });
  const again = await createTestApp({ flags: { dir: app.config.dir } });

  expect((answer.body as Report).files.map(({ state }) => state)).toEqual(["suspended", "running"]);
  expect([(await app.inject("/hello")).statusCode, (await app.inject("/other")).body]).toEqual([404, "here"]);
  expect((await again.inject("/hello")).statusCode).toBe(404);
  await ask(app, "POST /api/isobase/scripts/resume", { token, body: { file } });
  expect((await app.inject("/hello")).statusCode).toBe(200);
  expect(await readFile(path.join(app.config.dir, "suspended_scripts.json"), "utf8")).toBe("[]\n");
});

test("a script that cannot be loaded stays suspended, and what runs goes on", async () => {
  const app = await appWithHooks({ "a.pb.js": hello, "b.pb.js": other });
  const token = await superuserToken(app);
  const file = fileOf(app, "a.pb.js");
  await ask(app, "POST /api/isobase/scripts/suspend", { token, body: { file } });
  await writeFile(file, "routerAdd(");

  const { status } = await ask(app, "POST /api/isobase/scripts/resume", { token, body: { file } });

  expect(status).toBe(400);
  expect((await report(app, token)).files.map(({ state }) => state)).toEqual(["suspended", "running"]);
  expect((await app.inject("/other")).body).toBe("here");
});

test("a file refused at the start is told with the lines around the place", async () => {
  const app = await appWithHooks({ "a.pb.js": "// one\n// two\nnothing.there;\n", "b.pb.js": other });
  const { files, lastReload } = await report(app, await superuserToken(app));

  expect(files.map(({ state }) => state)).toEqual(["refused", "running"]);
  expect(lastReload.refusals).toMatchObject([
    {
      message: "nothing is not defined",
      line: 3,
      source: [{ line: 1, text: "// one" }, {}, { line: 3, text: "nothing.there;" }, {}],
    },
  ]);
});

test("nobody is troubled any more with the mistake of a file that was put to rest", async () => {
  const app = await appWithHooks({ "a.pb.js": "nothing.there;", "b.pb.js": other });
  const token = await superuserToken(app);

  const body = { file: fileOf(app, "a.pb.js") };
  const answer = await ask(app, "POST /api/isobase/scripts/suspend", { token, body });

  const { files, lastReload } = answer.body as Report;
  expect([files.map(({ state }) => state), lastReload.refusals]).toEqual([["suspended", "running"], []]);
});

test("only files that are there can be put to rest, and only by superusers", async () => {
  const app = await appWithHooks({ "a.pb.js": hello });
  const token = await superuserToken(app);
  const body = { file: "/etc/passwd" };

  expect((await ask(app, "POST /api/isobase/scripts/suspend", { token, body })).status).toBe(404);
  expect((await ask(app, "POST /api/isobase/scripts/suspend", { body })).status).toBe(401);
});
