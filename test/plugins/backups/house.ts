import path from "node:path";
import { definePlugin } from "../../../kernel/index.ts";
import type { KernelHandle } from "../../../kernel/kernel.ts";
import { Auth } from "../../../plugins/auth/contract.ts";
import backups from "../../../plugins/backups/plugin.ts";
import crons from "../../../plugins/crons/plugin.ts";
import { Storage } from "../../../plugins/files/contract.ts";
import { LocalStore } from "../../../plugins/files/local.ts";
import { serveFile } from "../../../plugins/files/serve.ts";
import logs from "../../../plugins/logs/plugin.ts";
import { Mailer, type MailMessage } from "../../../plugins/mailer/contract.ts";
import migrations from "../../../plugins/migrations/plugin.ts";
import models from "../../../plugins/models/plugin.ts";
import { Viewer } from "../../../plugins/records/contract.ts";
import settings from "../../../plugins/settings/plugin.ts";
import { createTestApp } from "../../support/app.ts";

export const letters: Partial<MailMessage>[] = [];

// What backups need of others, as little of it as will do.
const neighbours = definePlugin({
  name: "neighbours",
  summary: "Stands in for auth, mailer and files.",
  provides: { auth: Auth, mailer: Mailer, storage: Storage },
  setup(scope) {
    scope.middleware({ before: (e) => e.set(Viewer, { record: undefined, isSuperuser: true }) });
    const findRecordByToken = async (_db: unknown, token: string) =>
      token === "good" ? { collection: { name: "_superusers" } } : undefined;
    const send = async (_db: unknown, message: Partial<MailMessage>) => void letters.push(message);
    const store = new LocalStore(path.join(scope.config.dir, "backups"));
    return {
      auth: { findRecordByToken, isAllowedHere: () => true } as unknown as Auth,
      mailer: { send } as unknown as Mailer,
      storage: { backups: () => store, serve: serveFile } as unknown as Storage,
    };
  },
});

/** An app with everything backups need, and a collection so that it is worth keeping. */
export async function appWithBackups(dir: string): Promise<KernelHandle> {
  const plugins = [models, crons, migrations, settings, logs, neighbours, backups, probe];
  return await createTestApp({ plugins, flags: { dir } });
}

/** Lets a test reach the database. */
const probe = definePlugin({
  name: "probe",
  summary: "Runs SQL for a test.",
  setup(scope) {
    scope.route({
      method: "POST",
      path: "/probe",
      async handle(e) {
        const text = (await e.bytes()).toString();
        if (text.startsWith("SELECT")) return await scope.db.column({ text, values: [] });
        await scope.db.script(text);
        return [];
      },
    });
  },
});

export async function runSql(app: KernelHandle, text: string): Promise<unknown[]> {
  const answer = await app.inject({ method: "POST", url: "/probe", payload: Buffer.from(text) });
  return answer.json();
}
