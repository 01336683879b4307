import { connect } from "node:net";
import type { Database, PluginScope } from "#kernel";
import type { Storage } from "../files/contract.ts";
import type { Settings } from "../settings/contract.ts";
import type { Examination, Finding } from "./contract.ts";

export interface ApplicationServices {
  readonly settings: Settings;
  readonly storage: Storage;
}

/** What can be said of the settings, and of the services they name. */
export function applicationExaminations(
  scope: PluginScope,
  { settings, storage }: ApplicationServices,
): readonly Examination[] {
  const { encryptionEnv } = scope.config;
  return [
    { name: "data.db", examine: () => soundness(scope.db, "put a backup in its place") },
    {
      name: "auxiliary.db",
      examine: () => soundness(scope.auxiliary, "move it away; the server makes another"),
    },
    { name: "settings key", examine: async () => settingsKey(encryptionEnv) },
    { name: "mail", examine: () => mailServer(settings.values.smtp) },
    {
      name: "file storage",
      examine: () => bucket(settings.values.s3.enabled, () => storage.files().list("doctor/")),
    },
    {
      name: "backup storage",
      examine: () => bucket(settings.values.backups.s3.enabled, () => storage.backups().list("doctor")),
    },
    { name: "backups", examine: async () => schedule(settings.values.backups.cron) },
  ];
}

async function soundness(db: Database, remedy: string): Promise<Finding> {
  const problem = await db.problem();
  return problem === undefined
    ? { state: "fine", text: "sound" }
    : { state: "broken", text: problem, remedy };
}

function settingsKey(encryptionEnv: string): Finding {
  const isSet = (process.env[encryptionEnv] ?? "") !== "";
  if (isSet) return { state: "fine", text: `settings are sealed with ${encryptionEnv}` };
  return {
    state: "doubtful",
    text: "settings, with their passwords, lie open in the database",
    remedy: "start with --encryptionEnv and the name of a variable that holds 32 characters",
  };
}

async function mailServer(smtp: Settings["values"]["smtp"]): Promise<Finding> {
  if (!smtp.enabled) {
    return {
      state: "doubtful",
      text: "letters go through the local sendmail",
      remedy: "enter an SMTP server in the settings, or letters may be taken for spam",
    };
  }
  const where = `${smtp.host}:${smtp.port}`;
  if (await isListening(smtp.host, smtp.port)) return { state: "fine", text: `${where} answers` };
  return {
    state: "broken",
    text: `${where} does not answer`,
    remedy: "check host and port in the mail settings",
  };
}

function isListening(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 5000 });
    const settle = (answer: boolean): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.once("connect", () => settle(true));
    socket.once("timeout", () => settle(false));
    socket.once("error", () => settle(false));
  });
}

async function bucket(isUsed: boolean, look: () => Promise<unknown>): Promise<Finding> {
  if (!isUsed) return { state: "fine", text: "on this disk" };
  try {
    await look();
    return { state: "fine", text: "the bucket answers" };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return {
      state: "broken",
      text: reason,
      remedy: "check endpoint, bucket and keys in the storage settings",
    };
  }
}

function schedule(cron: string): Finding {
  if (cron !== "") return { state: "fine", text: `made at ${cron} (UTC)` };
  return {
    state: "doubtful",
    text: "none are scheduled",
    remedy: "enter a schedule in the backup settings, or copy the data folder by other means",
  };
}
