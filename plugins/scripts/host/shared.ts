import path from "node:path";
import { sql } from "#kernel";
import type { MailMessage } from "../../mailer/contract.ts";
import { NoRows } from "../errors.ts";
import { keptInSandbox } from "../kept.ts";
import { requestId } from "../request-id.ts";
import type { HostFunctions, ScriptSession } from "../session.ts";

export const sharedFunctions: HostFunctions = {
  "store.get": ({ services }, key: string) => services.store.get(String(key)) ?? null,
  "store.set": ({ services }, key: string, value: unknown) =>
    void services.store.set(String(key), value ?? null),
  "store.has": ({ services: { store } }, key: string) =>
    store.has(String(key)) && store.get(String(key)) !== keptInSandbox,
  "store.remove": ({ services }, key: string) => void services.store.delete(String(key)),
  "store.getAll": ({ services }) => Object.fromEntries(services.store),
  "store.reset": ({ services: { store } }, values: object) => {
    store.clear();
    for (const [key, value] of Object.entries(values)) store.set(key, value);
  },
  "store.setBelow": ({ services: { store } }, key: string, value: unknown, limit: number) => {
    if (!store.has(key) && store.size >= limit) return false;
    store.set(key, value);
    return true;
  },

  log: ({ services }, level: number, message: string, data: Record<string, unknown>) =>
    services.scope.log.log(level, message, { plugin: undefined, ...data }), // the author's words alone
  console: (session, stream: string, text: string, stack: string) => {
    const target = stream === "error" ? process.stderr : process.stdout;
    target.write(`${timestamp()} ${text}${whence(session, stack)}\n`);
  },

  "app.createBackup": ({ services }, _db: number, _context: unknown, name: string) =>
    services.backups.create(name),
  "app.restoreBackup": ({ services }, _db: number, _context: unknown, name: string) =>
    services.backups.restore(name),
  "app.findLogById": async ({ services }, _db: number, id: string) => {
    await services.logs.flush();
    const row = await services.scope.auxiliary.get(sql`SELECT * FROM _logs WHERE id = ${String(id)}`);
    if (row === undefined) throw new NoRows();
    return { ...row, data: JSON.parse(String(row.data)) as unknown };
  },
  "app.deleteOldLogs": async ({ services }, _db: number, before: unknown) => {
    await services.scope.auxiliary.run(sql`DELETE FROM _logs WHERE created <= ${String(before)}`);
  },

  "mail.send": (session, db: number, message: Partial<MailMessage>) =>
    session.services.mailer.send(session.db(db), toMessage(message)),

  "cron.check": ({ services }, id: string, expression: string) => {
    const problem = services.crons.check(expression);
    if (problem !== undefined) throw new Error(`[cronAdd] failed to register cron job ${id}: ${problem}`);
  },
  "cron.setTimezone": ({ services }, zone: string) => services.crons.setTimezone(zone),
  "cron.remove": ({ services }, id: string) => services.crons.remove(id),
  "cron.jobs": ({ services }) => services.crons.jobs().map(({ id, expression }) => ({ id, expression })),
  "cron.run": ({ services }, id: string) =>
    services.crons
      .jobs()
      .find((job) => job.id === id)
      ?.run(),

  "timer.wait": (_session, ms: number) => new Promise((resolve) => setTimeout(resolve, ms).unref()),
  "timer.sleep": (_session, ms: number) => new Promise((resolve) => setTimeout(resolve, ms)),
};

function toMessage(message: Partial<MailMessage>): Partial<MailMessage> {
  const attachments = (files: MailMessage["attachments"] | undefined): MailMessage["attachments"] =>
    Object.fromEntries(Object.entries(files ?? {}).map(([name, content]) => [name, asContent(content)]));
  return {
    ...message,
    attachments: attachments(message.attachments),
    inlineAttachments: attachments(message.inlineAttachments),
  };
}

function asContent(content: unknown): Uint8Array {
  if (content instanceof Uint8Array) return content;
  return Array.isArray(content) ? Uint8Array.from(content as number[]) : Buffer.from(String(content));
}

/** Where something was printed, and for which request: ` (notes.pb.ts:12, request 5f3a9c01)`. */
function whence(session: ScriptSession, stack: string): string {
  const { hooksDir } = session.services.scope.config;
  const [, file, line] = /(\/[^\s()]+):(\d+):\d+/.exec(session.mapped(stack)) ?? [];
  const parts: string[] = [];
  if (file !== undefined) {
    const inside = path.relative(hooksDir, file);
    parts.push(`${inside.startsWith("..") ? file : inside}:${line}`);
  }
  if (session.request !== undefined) parts.push(`request ${requestId(session.request)}`);
  return parts.length === 0 ? "" : ` (${parts.join(", ")})`;
}

function timestamp(): string {
  const two = (value: number): string => String(value).padStart(2, "0");
  const now = new Date();
  const day = `${now.getFullYear()}/${two(now.getMonth() + 1)}/${two(now.getDate())}`;
  return `${day} ${two(now.getHours())}:${two(now.getMinutes())}:${two(now.getSeconds())}`;
}
