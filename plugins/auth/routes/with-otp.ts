import { type Db, Form, type RequestEvent, type Route } from "#kernel";
import type { Collection } from "../../collections/contract.ts";
import { type RecordModel, RequestContext } from "../../records/contract.ts";
import { accountOf, setRandomPassword } from "../account.ts";
import { onRecordAuthWithOTPRequest, type RecordAuthWithOTPRequestEvent } from "../contract.ts";
import { InvalidOtp, OtpOff, TooManyOtpAttempts } from "../errors.ts";
import { refuseIssues, textIssue } from "../form.ts";
import { authOptions } from "../options/read.ts";
import { isSamePassword } from "../passwords.ts";
import type { AuthServices } from "../services.ts";
import { isExpiredRow } from "../system-rows.ts";
import { actionRoute } from "./action.ts";

/** Whatever the rate limits say: so often may a one-time password of one record be guessed. */
const attempts = { maxRequests: 5, duration: 180 };

/** POST …/auth-with-otp */
export function withOtpRoute(services: AuthServices): Route {
  const { scope, records, rows, answers, otpTries } = services;

  async function handle(e: RequestEvent, collection: Collection): Promise<void> {
    if (!authOptions(collection).otp.enabled) throw new OtpOff();
    e.set(RequestContext, "otp");
    const form = await Form.of(e);
    const otpId = form.text("otpId");
    const password = form.text("password");
    refuseIssues({ otpId: textIssue(otpId, 255), password: textIssue(password, 71) });
    const { otp, record } = await redeemable(collection, otpId, password);
    const event: RecordAuthWithOTPRequestEvent = { request: e, db: scope.db, collection, record, otp };
    await scope.trigger(onRecordAuthWithOTPRequest, event, () => signIn(event));
  }

  async function redeemable(
    collection: Collection,
    otpId: string,
    password: string,
  ): Promise<{ readonly otp: RecordModel; readonly record: RecordModel }> {
    const otp = await rows.byId(scope.db, "_otps", otpId);
    if (otp === undefined || otp.get("collectionRef") !== collection.id) throw new InvalidOtp();
    if (isExpiredRow(otp, authOptions(collection).otp.duration)) throw new InvalidOtp();
    const record = await records.findById(scope.db, collection, otp.getString("recordRef"));
    if (record === undefined) throw new InvalidOtp();
    if (!otpTries.admit(collection.id, record.id, attempts)) throw new TooManyOtpAttempts();
    if (!(await isSamePassword(password, accountOf(otp).password.hash))) throw new InvalidOtp();
    return { otp, record };
  }

  async function signIn({ request, db, record, otp }: RecordAuthWithOTPRequestEvent): Promise<void> {
    // Used up before anybody is let in: of two requests with one password, one comes too late.
    if (!(await rows.use(db, "_otps", otp))) throw new InvalidOtp();
    await verify(db, record, otp);
    await answers.respond({ db, request, record, method: "otp" });
  }

  /** Whoever read the mail owns the address. A password set by somebody who did not is worth nothing from here on. */
  async function verify(db: Db, record: RecordModel, otp: RecordModel): Promise<void> {
    const { email, verified } = accountOf(record);
    if (verified || email === "" || otp.get("sentTo") !== email) return;
    record.set("verified", true);
    if (!authOptions(record.collection).mfa.enabled) setRandomPassword(record);
    await records.save(db, record);
  }

  return actionRoute(services, { path: "auth-with-otp", limits: ["authWithOTP", "auth"], handle });
}
