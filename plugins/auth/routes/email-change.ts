import { Form, type RequestEvent, type Route, ValidationErrors, type ValidationIssue } from "#kernel";
import type { Collection } from "../../collections/contract.ts";
import { type RecordModel, Viewer } from "../../records/contract.ts";
import { accountOf, superusers } from "../account.ts";
import {
  onRecordConfirmEmailChangeRequest,
  onRecordRequestEmailChangeRequest,
  type RecordEmailChangeRequestEvent,
} from "../contract.ts";
import {
  EmailChangeFailed,
  EmailChangeNotRequested,
  SignInRequired,
  SuperusersChangeDirectly,
} from "../errors.ts";
import { findByEmail } from "../find.ts";
import { emailIssue, refuseIssues, textIssue } from "../form.ts";
import { isTold, requireSameCollection } from "../guards.ts";
import {
  foreignToken,
  inList,
  invalidNewEmail,
  invalidPassword,
  invalidToken,
  required,
  takenTokenEmail,
  tokenWithoutNewEmail,
} from "../issues.ts";
import { isSamePassword } from "../passwords.ts";
import type { AuthServices } from "../services.ts";
import { readClaims } from "../tokens.ts";
import { actionRoute } from "./action.ts";

/** POST …/request-email-change: a mail to the new address. */
export function requestEmailChangeRoute(services: AuthServices): Route {
  const { scope, collections, records, letters } = services;

  async function handle(e: RequestEvent, collection: Collection): Promise<void> {
    if (collection.name === superusers) throw new SuperusersChangeDirectly();
    const { record } = e.get(Viewer);
    if (record === undefined) throw new SignInRequired();
    const newEmail = (await Form.of(e)).text("newEmail");
    refuseIssues({ newEmail: await newEmailIssue(record, newEmail) });
    const event: RecordEmailChangeRequestEvent = { request: e, db: scope.db, collection, record, newEmail };
    await scope.trigger(onRecordRequestEmailChangeRequest, event, async () => {
      try {
        await letters.emailChange(event.db, event.record, event.newEmail);
      } catch (cause) {
        throw new EmailChangeNotRequested({}, { cause });
      }
      await event.db.afterCommit(() => e.noContent(204));
    });
  }

  async function newEmailIssue(record: RecordModel, newEmail: string): Promise<ValidationIssue | undefined> {
    const issue = emailIssue(newEmail);
    if (issue !== undefined) return issue;
    if (newEmail === record.getString("email")) return inList;
    const owner = await findByEmail(records, scope.db, record.collection, newEmail);
    return owner === undefined ? undefined : invalidNewEmail;
  }

  return actionRoute(services, {
    path: "request-email-change",
    limits: ["requestEmailChange"],
    middlewares: [requireSameCollection(() => scope.db, collections)],
    handle,
  });
}

/** POST …/confirm-email-change */
export function confirmEmailChangeRoute(services: AuthServices): Route {
  const { scope, records, holders } = services;

  async function handle(e: RequestEvent, collection: Collection): Promise<void> {
    if (collection.name === superusers) throw new SuperusersChangeDirectly();
    const { record, newEmail } = await read(e, collection);
    const event: RecordEmailChangeRequestEvent = { request: e, db: scope.db, collection, record, newEmail };
    await scope.trigger(onRecordConfirmEmailChangeRequest, event, async () => {
      event.record.set("email", event.newEmail);
      event.record.set("verified", true);
      try {
        await records.save(event.db, event.record);
      } catch (cause) {
        if (isTold(cause)) throw cause;
        throw new EmailChangeFailed(cause instanceof ValidationErrors ? cause.errors : {}, { cause });
      }
      await event.db.afterCommit(() => e.noContent(204));
    });
  }

  async function read(
    e: RequestEvent,
    collection: Collection,
  ): Promise<{ readonly record: RecordModel; readonly newEmail: string }> {
    const form = await Form.of(e);
    const token = form.text("token");
    const claimed = readClaims(token)?.newEmail;
    const newEmail = typeof claimed === "string" ? claimed : "";
    const record = newEmail === "" ? undefined : await holders.recordOf(scope.db, token, ["emailChange"]);
    const isOld = record?.getString("email") === newEmail;
    refuseIssues({
      token: tokenIssue(token, newEmail, record, collection) ?? (isOld ? takenTokenEmail : undefined),
      password: await passwordIssue(form.text("password"), isOld ? undefined : record),
    });
    if (record === undefined) throw new EmailChangeFailed(); // the token issue above was thrown
    // Only told to whoever knows the password: it says that the address is somebody's.
    const owner = await findByEmail(records, scope.db, collection, newEmail);
    refuseIssues({ token: owner === undefined ? undefined : takenTokenEmail });
    return { record, newEmail };
  }

  return actionRoute(services, { path: "confirm-email-change", limits: ["confirmEmailChange"], handle });
}

function tokenIssue(
  token: string,
  newEmail: string,
  record: RecordModel | undefined,
  collection: Collection,
): ValidationIssue | undefined {
  if (token === "") return required;
  if (newEmail === "") return tokenWithoutNewEmail;
  if (record === undefined) return invalidToken;
  return record.collection.id === collection.id ? undefined : foreignToken;
}

async function passwordIssue(
  password: string,
  record: RecordModel | undefined,
): Promise<ValidationIssue | undefined> {
  const issue = textIssue(password, 100);
  if (issue !== undefined) return issue;
  const isRight = await isSamePassword(password, record === undefined ? "" : accountOf(record).password.hash);
  return isRight ? undefined : invalidPassword;
}
