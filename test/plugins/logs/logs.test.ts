import { expect, test } from "vitest";
import type { ConfigFlags } from "../../../kernel/config.ts";
import { Database } from "../../../kernel/db/database.ts";
import { BadRequest, definePlugin, raw, sql, ValidationError } from "../../../kernel/index.ts";
import { PlainLists } from "../../../plugins/collections/contract.ts";
import crons from "../../../plugins/crons/plugin.ts";
import { Logs, skipSuccessLog } from "../../../plugins/logs/contract.ts";
import { nextLogId } from "../../../plugins/logs/ids.ts";
import logs from "../../../plugins/logs/plugin.ts";
import migrations from "../../../plugins/migrations/plugin.ts";
import { modelHooks } from "../../../plugins/models/contract.ts";
import models from "../../../plugins/models/plugin.ts";
import { Viewer } from "../../../plugins/records/contract.ts";
import settings from "../../../plugins/settings/plugin.ts";
import { ask, createTestApp } from "../../support/app.ts";

const routes = definePlugin({
  name: "routes",
  summary: "Something to log.",
  setup(scope) {
    scope.contribute(PlainLists, {
      read: () => ({ where: raw("1"), orderBy: undefined, page: 1, perPage: 30, skipTotal: false }),
      where: () => raw("1"),
    });
    scope.middleware({ before: (e) => e.set(Viewer, { record: undefined, isSuperuser: true }) });
    scope.route(
      { method: "GET", path: "/fine", handle: () => "fine" },
      { method: "GET", path: "/quiet", middlewares: [skipSuccessLog], handle: () => "quiet" },
      {
        method: "GET",
        path: "/broken",
        handle() {
          throw new BadRequest({ title: new ValidationError("x", "cannot be blank") });
        },
      },
    );
  },
});

function appWithLogs(flags: ConfigFlags = {}) {
  return createTestApp({ plugins: [models, crons, migrations, settings, logs, routes], flags });
}

interface Item {
  readonly level: number;
  readonly message: string;
  readonly data: Record<string, unknown>;
}

async function logged(app: Awaited<ReturnType<typeof appWithLogs>>): Promise<readonly Item[]> {
  await app.service(Logs).flush();
  return ((await ask(app, "GET /api/logs")).body as { items: Item[] }).items;
}

test("a request leaves one line", async () => {
  const app = await appWithLogs();
  await ask(app, "GET /fine?x=%20a", { headers: { "user-agent": "test", referer: "r".repeat(3000) } });

  const [line, ...others] = await logged(app);

  expect(others).toEqual([]);
  expect(line).toMatchObject({ level: 0, message: "GET /fine?x= a" });
  expect(line?.data).toEqual({
    auth: "",
    execTime: expect.any(Number),
    method: "GET",
    referer: `${"r".repeat(2000)}...`,
    remoteIP: "127.0.0.1",
    status: 200,
    type: "request",
    url: "/fine?x=%20a",
    userAgent: "test",
    userIP: "127.0.0.1",
  });
});

test("a failed request tells what was wrong", async () => {
  const app = await appWithLogs();
  await ask(app, "GET /broken");

  const [line] = await logged(app);

  expect(line).toMatchObject({ level: 8, data: { status: 400, details: { title: "cannot be blank" } } });
});

test("routes may ask that only their failures are logged", async () => {
  const app = await appWithLogs();
  await ask(app, "GET /quiet");

  expect(await logged(app)).toEqual([]);
});

test("settings decide what is kept", async () => {
  const app = await appWithLogs();
  await ask(app, "PATCH /api/settings", { body: { logs: { logIP: false, logAuthId: true } } });
  await ask(app, "GET /fine");

  const line = (await logged(app)).find(({ message }) => message === "GET /fine");
  expect(line?.data).not.toHaveProperty("authId"); // nobody was signed in
  expect(line?.data).not.toHaveProperty("userIP");

  await ask(app, "PATCH /api/settings", { body: { logs: { minLevel: 8 } } });
  expect(await logged(app)).toEqual([]);
});

test("lines are counted by the hour, and one can be looked at", async () => {
  const app = await appWithLogs();
  await ask(app, "GET /fine");
  const [line] = (await logged(app)) as readonly (Item & { id: string; created: string })[];

  const stats = await ask(app, "GET /api/logs/stats");
  const one = await ask(app, `GET /api/logs/${line?.id}`);
  const none = await ask(app, "GET /api/logs/missing");

  expect(stats.body).toEqual([{ date: `${line?.created.slice(0, 13)}:00:00.000Z`, total: 1 }]);
  expect(one.body).toEqual(line);
  expect(none.status).toBe(404);
});

test("what was not written yet is written at the end", async () => {
  const app = await appWithLogs();
  await ask(app, "GET /fine");

  await app.terminate();

  const auxiliary = new Database(`${app.config.dir}/auxiliary.db`);
  expect(await auxiliary.column(sql`SELECT message FROM _logs`)).toEqual(["GET /fine"]);
  await auxiliary.close();
});

test("ids grow with time, also within a millisecond", () => {
  const ids = [1_795_000_000_000, 1_795_000_000_000, 1_795_000_000_001, 1_795_000_000_000].map(nextLogId);

  expect([...ids].sort()).toEqual(ids);
  expect(ids.every((id) => /^[a-z0-9]{15}$/.test(id))).toBe(true);
});

test("model hooks see every line saved, and may keep one out", async () => {
  const seen: string[] = [];
  const watcher = definePlugin({
    name: "watcher",
    summary: "Sees lines of the log.",
    setup(scope) {
      for (const phase of ["create", "validate", "createExecute", "afterCreateSuccess"] as const) {
        const hook = modelHooks[phase];
        scope.on(
          hook,
          async (e) => {
            const { message } = (e.model as unknown as { values: { message: string } }).values;
            if (phase === "create" && message.includes("secret")) return;
            seen.push(`${phase} ${message}`);
            await e.next();
          },
          { tags: ["_logs"] },
        );
      }
    },
  });
  const app = await createTestApp({
    plugins: [models, crons, migrations, settings, logs, routes, watcher],
  });
  await app.service(Logs).flush();
  seen.length = 0;

  await ask(app, "GET /fine");
  await ask(app, "GET /fine?secret");
  const lines = await logged(app);

  expect(seen.slice(0, 4)).toEqual([
    "create GET /fine",
    "validate GET /fine",
    "createExecute GET /fine",
    "afterCreateSuccess GET /fine",
  ]);
  expect(lines.map(({ message }) => message)).toEqual(["GET /fine"]);
});
