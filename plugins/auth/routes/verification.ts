import { type Db, Form, type RequestEvent, type Route, type ValidationIssue } from "#kernel";
import type { Collection } from "../../collections/contract.ts";
import type { RecordModel } from "../../records/contract.ts";
import { accountOf, setRandomPassword, superusers } from "../account.ts";
import {
  onRecordConfirmVerificationRequest,
  onRecordRequestVerificationRequest,
  type RecordActionEvent,
} from "../contract.ts";
import { SuperusersAreVerified, VerificationFailed } from "../errors.ts";
import { findByEmail } from "../find.ts";
import { emailIssue, refuseIssues } from "../form.ts";
import { foreignToken, invalidToken, otherTokenEmail, required, tokenWithoutEmail } from "../issues.ts";
import { authOptions } from "../options/read.ts";
import type { AuthServices } from "../services.ts";
import { readClaims } from "../tokens.ts";
import { actionRoute } from "./action.ts";
import { atEnd } from "./at-end.ts";
import { MailThrottle } from "./mail-throttle.ts";

/** POST …/request-verification: a mail to whoever owns the address; answers alike whether anybody does. */
export function requestVerificationRoute(services: AuthServices): Route {
  const { scope, records, letters } = services;
  const throttle = new MailThrottle(scope.log);

  async function handle(e: RequestEvent, collection: Collection): Promise<void> {
    if (collection.name === superusers) throw new SuperusersAreVerified();
    const email = (await Form.of(e)).text("email");
    refuseIssues({ email: emailIssue(email) });
    const record = await findByEmail(records, scope.db, collection, email);
    if (record === undefined || (!accountOf(record).verified && throttle.isRecent(record))) {
      e.noContent(204);
      return;
    }
    const event: RecordActionEvent = { request: e, db: scope.db, collection, record };
    await scope.trigger(onRecordRequestVerificationRequest, event, async () => {
      await atEnd(event.db, () => {
        if (accountOf(event.record).verified) return;
        throttle.send(event.record, (addressee) => letters.verification(scope.db, addressee));
      });
      await event.db.afterCommit(() => e.noContent(204));
    });
  }

  return actionRoute(services, { path: "request-verification", limits: ["requestVerification"], handle });
}

/** POST …/confirm-verification */
export function confirmVerificationRoute(services: AuthServices): Route {
  const { scope, records, holders } = services;

  async function handle(e: RequestEvent, collection: Collection): Promise<void> {
    if (collection.name === superusers) throw new SuperusersAreVerified();
    const token = (await Form.of(e)).text("token");
    const holder = await holderOf(token, collection);
    if (!("record" in holder)) return refuseIssues({ token: holder.issue });
    const event: RecordActionEvent = { request: e, db: scope.db, collection, record: holder.record };
    await scope.trigger(onRecordConfirmVerificationRequest, event, async () => {
      await verify(event.db, event.record);
      await event.db.afterCommit(() => e.noContent(204));
    });
  }

  async function holderOf(
    token: string,
    collection: Collection,
  ): Promise<{ readonly record: RecordModel } | { readonly issue: ValidationIssue }> {
    if (token === "") return { issue: required };
    const email = readClaims(token)?.email;
    if (typeof email !== "string" || email === "") return { issue: tokenWithoutEmail };
    const record = await holders.recordOf(scope.db, token, ["verification"]);
    if (record === undefined) return { issue: invalidToken };
    if (record.collection.id !== collection.id) return { issue: foreignToken };
    return record.getString("email") === email ? { record } : { issue: otherTokenEmail };
  }

  async function verify(db: Db, record: RecordModel): Promise<void> {
    if (accountOf(record).verified) return;
    record.set("verified", true);
    if (!authOptions(record.collection).passwordAuth.enabled) setRandomPassword(record);
    try {
      await records.save(db, record);
    } catch (cause) {
      throw new VerificationFailed({}, { cause });
    }
  }

  return actionRoute(services, { path: "confirm-verification", limits: ["confirmVerification"], handle });
}
