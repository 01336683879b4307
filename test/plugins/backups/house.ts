import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, readdir, rm, stat } from "node:fs/promises";
import path from "node:path";
import { Readable as Source } from "node:stream";
import { pipeline } from "node:stream/promises";
import { definePlugin } from "../../../kernel/index.ts";
import type { KernelHandle } from "../../../kernel/kernel.ts";
import { Auth } from "../../../plugins/auth/contract.ts";
import backups from "../../../plugins/backups/plugin.ts";
import crons from "../../../plugins/crons/plugin.ts";
import { type FileStore, Storage } from "../../../plugins/files/contract.ts";
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
    const store = folderStore(path.join(scope.config.dir, "backups"));
    return {
      auth: { findRecordByToken } as unknown as Auth,
      mailer: { send },
      storage: { backups: () => store } as unknown as Storage,
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

function folderStore(folder: string): FileStore {
  const store: Partial<FileStore> = {
    async put(key, content) {
      await mkdir(folder, { recursive: true });
      if (!(content instanceof Source)) throw new Error("Backups come as streams.");
      await pipeline(content, createWriteStream(path.join(folder, key)));
    },
    async stat(key) {
      const found = await stat(path.join(folder, key)).catch(() => undefined);
      return found && { size: found.size, modified: found.mtime, contentType: "", md5: "", originalName: "" };
    },
    open: async (key, range) => createReadStream(path.join(folder, key), range),
    async list() {
      const names = await readdir(folder).catch(() => []);
      return await Promise.all(
        names.map(async (key) => {
          const { size, mtime } = await stat(path.join(folder, key));
          return { key, size, modified: mtime };
        }),
      );
    },
    delete: (key) => rm(path.join(folder, key), { force: true }),
  };
  return store as FileStore;
}
