import { name, sql } from "#kernel";
import type { TokenKind } from "../../auth/contract.ts";
import type { Collection } from "../../collections/contract.ts";
import type { RecordModel, RequestInfo } from "../../records/contract.ts";
import { NoRows } from "../errors.ts";
import type { HostFunction, HostFunctions, ScriptSession } from "../session.ts";
import { bound, type GuestSql } from "./database.ts";

const kinds: readonly TokenKind[] = ["auth", "file", "verification", "passwordReset", "emailChange"];

/** The collections that keep what belongs to an auth record, and how scripts call their rows. */
const kept = {
  ExternalAuth: "_externalAuths",
  MFA: "_mfas",
  OTP: "_otps",
  AuthOrigin: "_authOrigins",
} as const;

export const authFunctions: HostFunctions = {
  "app.findAuthRecordByToken": async (session, db: number, token: string, ...types: readonly TokenKind[]) => {
    const wanted = types.length === 0 ? kinds : types;
    const found = await session.services.auth.findRecordByToken(session.db(db), String(token), ...wanted);
    if (found === undefined) throw new NoRows();
    return found;
  },
  "app.canAccessRecord": (session, db: number, record: RecordModel, info: RequestInfo, rule: string | null) =>
    session.services.rules.canAccess(
      session.db(db),
      record,
      { ...info, auth: info.auth ?? undefined },
      rule ?? null,
    ),
  "record.validatePassword": (session, record: RecordModel, password: string) =>
    session.services.auth.isPassword(record, String(password)),
  "mails.sendRecordPasswordReset": (session, db: number, record: RecordModel) =>
    session.services.auth.letters.passwordReset(session.db(db), record),
  "mails.sendRecordVerification": (session, db: number, record: RecordModel) =>
    session.services.auth.letters.verification(session.db(db), record),
  "mails.sendRecordChangeEmail": (session, db: number, record: RecordModel, email: string) =>
    session.services.auth.letters.emailChange(session.db(db), record, email),
  "mails.sendRecordOTP": (session, db: number, record: RecordModel, otpId: string, password: string) =>
    session.services.auth.letters.otp(session.db(db), record, otpId, password),
  "mails.sendRecordAuthAlert": (session, db: number, record: RecordModel, info: string) =>
    session.services.auth.letters.authAlert(session.db(db), record, info),
  "record.token": (session, record: RecordModel, kind: TokenKind, options: object) =>
    session.services.auth.issueToken(record, kind, options),
  ...Object.fromEntries(Object.entries(kept).flatMap(([noun, table]) => keptFunctions(noun, table))),
  "app.findFirstExternalAuthByExpr": async (session, db: number, condition: GuestSql) => {
    const collection = tableOf(session, db, kept.ExternalAuth);
    const [found] = await session.services.records.findWhere(session.db(db), collection, bound(condition));
    if (found === undefined) throw new NoRows();
    return found;
  },
  "app.deleteExpiredMFAs": (session, db: number) => deleteOld(session, db, kept.MFA, 30 * 60),
  "app.deleteExpiredOTPs": (session, db: number) => deleteOld(session, db, kept.OTP, 60 * 60),
  "app.findAuthOriginByRecordAndFingerprint": async (
    session,
    db: number,
    record: RecordModel,
    print: string,
  ) => {
    const rows = await ofRecord(session, db, kept.AuthOrigin, record);
    const found = rows.find((row) => row.getString("fingerprint") === print);
    if (found === undefined) throw new NoRows();
    return found;
  },
};

/** findAll…ByRecord, findAll…ByCollection, find…ById and deleteAll…ByRecord for one of them. */
function keptFunctions(noun: string, table: string): [string, HostFunction][] {
  return [
    [
      `app.findAll${noun}sByRecord`,
      (session, db: number, record: RecordModel) => ofRecord(session, db, table, record),
    ],
    [
      `app.findAll${noun}sByCollection`,
      (session, db: number, { id }: Collection) =>
        session.services.records.findWhere(
          session.db(db),
          tableOf(session, db, table),
          sql`${name("collectionRef")} = ${id}`,
        ),
    ],
    [
      `app.find${noun}ById`,
      async (session, db: number, id: string) => {
        const found = await session.services.records.findById(
          session.db(db),
          tableOf(session, db, table),
          String(id),
        );
        if (found === undefined) throw new NoRows();
        return found;
      },
    ],
    [
      `app.deleteAll${noun}sByRecord`,
      async (session, db: number, record: RecordModel) => {
        const rows = await ofRecord(session, db, table, record);
        for (const row of rows) await session.services.records.delete(session.writable(db), row);
      },
    ],
  ];
}

function tableOf(session: ScriptSession, db: number, table: string): Collection {
  const found = session.services.collections.find(session.db(db), table);
  if (found === undefined) throw new NoRows();
  return found;
}

function ofRecord(
  session: ScriptSession,
  db: number,
  table: string,
  record: RecordModel,
): Promise<RecordModel[]> {
  const where = sql`${name("collectionRef")} = ${record.collection.id} AND ${name("recordRef")} = ${record.id}`;
  return session.services.records.findWhere(session.db(db), tableOf(session, db, table), where);
}

async function deleteOld(session: ScriptSession, db: number, table: string, seconds: number): Promise<void> {
  const before = new Date(Date.now() - seconds * 1000).toISOString().replace("T", " ");
  const where = sql`${name("created")} < ${before}`;
  const rows = await session.services.records.findWhere(session.db(db), tableOf(session, db, table), where);
  for (const row of rows) await session.services.records.delete(session.writable(db), row);
}
