import {
  type Db,
  Form,
  type RequestEvent,
  type Route,
  UnreadableForm,
  ValidationErrors,
  type ValidationIssue,
} from "#kernel";
import type { Collection } from "../../collections/contract.ts";
import type { RecordModel } from "../../records/contract.ts";
import {
  onRecordConfirmPasswordResetRequest,
  onRecordRequestPasswordResetRequest,
  type RecordActionEvent,
} from "../contract.ts";
import { PasswordNotSet, PasswordResetOff } from "../errors.ts";
import { findByEmail } from "../find.ts";
import { emailIssue, refuseIssues } from "../form.ts";
import { foreignToken, invalidToken, lengthBetween, mismatch, required } from "../issues.ts";
import { authOptions } from "../options/read.ts";
import type { AuthServices } from "../services.ts";
import { readClaims } from "../tokens.ts";
import { actionRoute } from "./action.ts";
import { atEnd } from "./at-end.ts";
import { MailThrottle } from "./mail-throttle.ts";

/** POST …/request-password-reset: a mail to whoever owns the address; answers alike whether anybody does. */
export function requestPasswordResetRoute(services: AuthServices): Route {
  const { scope, records, letters } = services;
  const throttle = new MailThrottle(scope.log);

  async function handle(e: RequestEvent, collection: Collection): Promise<void> {
    if (!authOptions(collection).passwordAuth.enabled) throw new PasswordResetOff();
    const email = (await Form.of(e)).text("email");
    refuseIssues({ email: emailIssue(email) });
    const record = await findByEmail(records, scope.db, collection, email);
    if (record === undefined || throttle.isRecent(record)) {
      e.noContent(204);
      return;
    }
    const event: RecordActionEvent = { request: e, db: scope.db, collection, record };
    await scope.trigger(onRecordRequestPasswordResetRequest, event, async () => {
      await atEnd(event.db, () => {
        throttle.send(event.record, (addressee) => letters.passwordReset(scope.db, addressee));
      });
      await event.db.afterCommit(() => e.noContent(204));
    });
  }

  return actionRoute(services, { path: "request-password-reset", limits: ["requestPasswordReset"], handle });
}

interface NewPassword {
  readonly token: string;
  readonly password: string;
  readonly record: RecordModel;
}

/** POST …/confirm-password-reset */
export function confirmPasswordResetRoute(services: AuthServices): Route {
  const { scope, records, holders } = services;

  async function handle(e: RequestEvent, collection: Collection): Promise<void> {
    const { token, password, record } = await read(e, collection);
    const event: RecordActionEvent = { request: e, db: scope.db, collection, record };
    await scope.trigger(onRecordConfirmPasswordResetRequest, event, async () => {
      await setPassword(event.db, event.record, password, token);
      await event.db.afterCommit(() => e.noContent(204));
    });
  }

  async function read(e: RequestEvent, collection: Collection): Promise<NewPassword> {
    const form = await Form.of(e, UnreadableForm);
    const token = form.text("token");
    const password = form.text("password");
    const record = await holders.recordOf(scope.db, token, ["passwordReset"]);
    refuseIssues({
      token: tokenIssue(token, record, collection),
      password: passwordIssue(password, collection),
      passwordConfirm: confirmIssue(form.text("passwordConfirm"), password),
    });
    if (record === undefined) throw new PasswordNotSet(); // the token issue above was thrown
    return { token, password, record };
  }

  /** Whoever has the token read the mail: the address it was sent to is verified with it. */
  async function setPassword(db: Db, record: RecordModel, password: string, token: string): Promise<void> {
    record.set("password", password);
    if (!record.getBool("verified") && readClaims(token)?.email === record.getString("email")) {
      record.set("verified", true);
    }
    try {
      await records.save(db, record);
    } catch (cause) {
      throw new PasswordNotSet(cause instanceof ValidationErrors ? cause.errors : {}, { cause });
    }
  }

  return actionRoute(services, { path: "confirm-password-reset", limits: ["confirmPasswordReset"], handle });
}

function tokenIssue(
  token: string,
  record: RecordModel | undefined,
  collection: Collection,
): ValidationIssue | undefined {
  if (token === "") return required;
  if (record === undefined) return invalidToken;
  return record.collection.id === collection.id ? undefined : foreignToken;
}

function passwordIssue(password: string, collection: Collection): ValidationIssue | undefined {
  if (password === "") return required;
  const min = Math.max(1, Number(collection.field("password")?.field.min) || 0);
  const length = [...password].length;
  return length < min || length > 255 ? lengthBetween(min, 255) : undefined;
}

function confirmIssue(confirm: string, password: string): ValidationIssue | undefined {
  if (confirm === "") return required;
  return confirm === password ? undefined : mismatch;
}
