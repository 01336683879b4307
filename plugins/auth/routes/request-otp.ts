import { type Db, Form, type RequestEvent, type Route } from "#kernel";
import type { Collection } from "../../collections/contract.ts";
import type { RecordModel } from "../../records/contract.ts";
import { onRecordRequestOTPRequest, type RecordRequestOTPRequestEvent } from "../contract.ts";
import { OtpOff } from "../errors.ts";
import { findByEmail } from "../find.ts";
import { emailIssue, refuseIssues } from "../form.ts";
import { authOptions } from "../options/read.ts";
import { costOf, hashPassword } from "../passwords.ts";
import { randomDigits, randomId } from "../random.ts";
import type { AuthServices } from "../services.ts";
import { isExpiredRow } from "../system-rows.ts";
import { actionRoute } from "./action.ts";
import { atEnd } from "./at-end.ts";

/** A record with more than this many open one-time passwords gets no further mail. */
const mostOpen = 9;

/** POST …/request-otp: mails a one-time password; answers alike whether the email is known or not. */
export function requestOtpRoute(services: AuthServices): Route {
  const { scope, records, rows, letters } = services;

  async function handle(e: RequestEvent, collection: Collection): Promise<void> {
    const { otp } = authOptions(collection);
    if (!otp.enabled) throw new OtpOff();
    const email = (await Form.of(e)).text("email");
    refuseIssues({ email: emailIssue(email) });
    const event: RecordRequestOTPRequestEvent = {
      request: e,
      db: scope.db,
      collection,
      record: await findByEmail(records, scope.db, collection, email),
      password: randomDigits(otp.length),
    };
    await scope.trigger(onRecordRequestOTPRequest, event, async () => {
      const { db, record, password } = event;
      const otpId = record === undefined ? await pretend(db, password) : await issue(db, record, password);
      await db.afterCommit(() => e.json(200, { otpId }));
    });
  }

  async function issue(db: Db, record: RecordModel, password: string): Promise<string> {
    const { duration } = authOptions(record.collection).otp;
    const open = (await rows.of(db, "_otps", record)).filter((row) => !isExpiredRow(row, duration));
    const newest = open[0];
    if (newest !== undefined && open.length > mostOpen && !scope.config.dev) return newest.id;
    const row = rows.create(db, "_otps", record, { password });
    await rows.save(db, row);
    await atEnd(db, () => {
      void mail(record, row, password);
    });
    return row.id;
  }

  // Not waited for: how long a mail takes tells whether the address is known.
  async function mail(record: RecordModel, row: RecordModel, password: string): Promise<void> {
    try {
      await letters.otp(scope.db, record, row.id, password);
    } catch (error) {
      scope.log.error("Failed to send the one-time password", { error, recordId: record.id });
      await rows.delete(scope.db, row).catch((cause: unknown) => {
        scope.log.error("Failed to take back a one-time password that was not sent", { error: cause });
      });
    }
  }

  /** Takes as long as making a one-time password, and makes none. */
  async function pretend(db: Db, password: string): Promise<string> {
    const field = services.collections.find(db, "_otps")?.field("password")?.field;
    await hashPassword(password, costOf(field));
    return randomId();
  }

  return actionRoute(services, { path: "request-otp", limits: ["requestOTP"], handle });
}
