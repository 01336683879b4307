import { expect, test } from "vitest";
import type { ConfigFlags } from "../../../kernel/config.ts";
import { definePlugin, sql, ValidationErrors } from "../../../kernel/index.ts";
import type { KernelHandle } from "../../../kernel/kernel.ts";
import crons from "../../../plugins/crons/plugin.ts";
import migrations from "../../../plugins/migrations/plugin.ts";
import { modelHooks } from "../../../plugins/models/contract.ts";
import models from "../../../plugins/models/plugin.ts";
import { Viewer } from "../../../plugins/records/contract.ts";
import { onSettingsReload, Settings } from "../../../plugins/settings/contract.ts";
import { defaultSettings } from "../../../plugins/settings/defaults.ts";
import settings from "../../../plugins/settings/plugin.ts";
import { ask, createTestApp } from "../../support/app.ts";
import { temporaryFolder } from "../../support/folder.ts";

const everybodyIsSuperuser = definePlugin({
  name: "open-door",
  summary: "Lets everybody in.",
  setup(scope) {
    scope.middleware({ before: (e) => e.set(Viewer, { record: undefined, isSuperuser: true }) });
  },
});

function appWithSettings(flags: ConfigFlags = {}, ...extra: readonly ReturnType<typeof definePlugin>[]) {
  const plugins = [models, crons, migrations, settings, everybodyIsSuperuser, ...extra];
  return createTestApp({ plugins, flags });
}

async function storedText(app: KernelHandle): Promise<string> {
  const { dir } = app.config;
  const { Connection } = await import("../../../kernel/db/connection.ts");
  const connection = new Connection(`${dir}/data.db`, { readonly: true });
  const value = connection.value<Uint8Array>(sql`SELECT value FROM _params WHERE id = 'settings'`);
  connection.close();
  return Buffer.from(value ?? []).toString();
}

test("a fresh data folder gets the default settings", async () => {
  const app = await appWithSettings();

  const { status, body } = await ask(app, "GET /api/settings");

  const { password: _, ...smtp } = defaultSettings().smtp;
  expect(status).toBe(200);
  expect(body).toMatchObject({ smtp, meta: defaultSettings().meta });
});

test("secrets are kept when they are left out, and never shown", async () => {
  const app = await appWithSettings();
  await ask(app, "PATCH /api/settings", { body: { smtp: { password: "hush" }, s3: { secret: "psst" } } });

  const { response } = await ask(app, "PATCH /api/settings", { body: { smtp: { host: "mail.test" } } });

  const { values } = app.service(Settings);
  expect(values.smtp).toMatchObject({ host: "mail.test", password: "hush" });
  expect(values.s3.secret).toBe("psst");
  expect(response.body).not.toMatch(/password|secret/);
});

test("every wrong value is named where it is", async () => {
  const app = await appWithSettings();

  const { status, body } = await ask(app, "PATCH /api/settings", {
    body: { superuserIPs: ["x"], meta: { appName: "", appURL: "foo bar" }, backups: { cron: "* * *" } },
  });

  expect(status).toBe(400);
  expect(body).toMatchObject({
    message: "An error occurred while saving the new settings.",
    data: {
      superuserIPs: { 0: { code: "validation_invlaid_ip_or_subnet", message: "Invalid IP or CIDR subnet." } },
      meta: { appName: { code: "validation_required" }, appURL: { code: "validation_is_url" } },
      backups: { cron: { code: "validation_invalid_cron" } },
    },
  });
  expect(app.service(Settings).values).toEqual(defaultSettings());
});

test("a value of the wrong type cannot be loaded", async () => {
  const app = await appWithSettings();

  const { status, body } = await ask(app, "PATCH /api/settings", { body: { meta: { appName: 5 } } });

  expect(status).toBe(400);
  expect(body).toMatchObject({ message: "An error occurred while loading the submitted data.", data: {} });
});

test("a change goes through the model hooks and is told after it is saved", async () => {
  const seen: string[] = [];
  const listener = definePlugin({
    name: "listener",
    summary: "Hears of settings.",
    setup(scope) {
      const note = (name: string) => (e: { next(): PromiseLike<void> }) => {
        seen.push(name);
        return e.next();
      };
      scope.on(modelHooks.update, note("update"), { tags: ["_params"] });
      scope.on(modelHooks.updateExecute, note("execute"));
      scope.on(modelHooks.afterUpdateSuccess, note("success"));
      scope.on(onSettingsReload, note("reload"));
    },
  });
  const app = await appWithSettings({}, listener);
  seen.length = 0;

  await ask(app, "PATCH /api/settings", { body: { meta: { appName: "New" } } });

  expect(seen).toEqual(["update", "execute", "success", "reload"]);
  expect(app.service(Settings).values.meta.appName).toBe("New");
});

test("saving through the service is validated too", async () => {
  const app = await appWithSettings();
  const service = app.service(Settings);
  const values = { ...defaultSettings(), logs: { ...defaultSettings().logs, maxDays: -1 } };

  const saving = service.save({} as never, values);

  await expect(saving).rejects.toThrow(ValidationErrors);
});

test("with an encryption key the row is sealed, and opens with that key alone", async () => {
  const dir = `${await temporaryFolder()}/pb_data`;
  process.env.TEST_SETTINGS_KEY = "12345678901234567890123456789012";
  const first = await appWithSettings({ dir, encryptionEnv: "TEST_SETTINGS_KEY" });
  await ask(first, "PATCH /api/settings", { body: { meta: { appName: "Sealed" } } });
  expect(await storedText(first)).not.toContain("{");
  await first.terminate();

  const second = await appWithSettings({ dir, encryptionEnv: "TEST_SETTINGS_KEY" });
  expect(second.service(Settings).values.meta.appName).toBe("Sealed");
  await second.terminate();

  process.env.TEST_SETTINGS_KEY = "";
  await expect(appWithSettings({ dir, encryptionEnv: "TEST_SETTINGS_KEY" })).rejects.toThrow(
    'invalid settings db data or missing encryption key "TEST_SETTINGS_KEY"',
  );
});
