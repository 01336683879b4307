import { Form, type RequestEvent, type Route } from "#kernel";
import type { Collection } from "../../collections/contract.ts";
import { RequestContext } from "../../records/contract.ts";
import { accountOf } from "../account.ts";
import { onRecordAuthWithPasswordRequest, type RecordAuthWithPasswordRequestEvent } from "../contract.ts";
import { PasswordAuthOff, SignInFailed } from "../errors.ts";
import { findByIdentity } from "../find.ts";
import { refuseIssues, textIssue } from "../form.ts";
import { notInList } from "../issues.ts";
import { authOptions } from "../options/read.ts";
import { isSamePassword } from "../passwords.ts";
import type { AuthServices } from "../services.ts";
import { actionRoute } from "./action.ts";

/** POST …/auth-with-password */
export function withPasswordRoute(services: AuthServices): Route {
  const { scope, records, answers } = services;

  async function handle(e: RequestEvent, collection: Collection): Promise<void> {
    const { passwordAuth } = authOptions(collection);
    if (!passwordAuth.enabled) throw new PasswordAuthOff();
    e.set(RequestContext, "password");
    const { identity, password, identityField } = await read(e, passwordAuth.identityFields);
    const event: RecordAuthWithPasswordRequestEvent = {
      request: e,
      db: scope.db,
      collection,
      record: await findByIdentity(records, scope.db, collection, identity, identityField),
      identity,
      identityField,
      password,
    };
    await scope.trigger(onRecordAuthWithPasswordRequest, event, () => signIn(event));
  }

  async function signIn({
    request,
    db,
    record,
    password,
  }: RecordAuthWithPasswordRequestEvent): Promise<void> {
    // Compared even when nobody was found, so that an answer takes as long either way.
    const isRight = await isSamePassword(
      password,
      record === undefined ? "" : accountOf(record).password.hash,
    );
    if (record === undefined || !isRight) throw new SignInFailed();
    await answers.respond({ db, request, record, method: "password" });
  }

  return actionRoute(services, { path: "auth-with-password", limits: ["authWithPassword", "auth"], handle });
}

interface Credentials {
  readonly identity: string;
  readonly password: string;
  readonly identityField: string;
}

async function read(e: RequestEvent, identityFields: readonly string[]): Promise<Credentials> {
  const form = await Form.of(e);
  const identity = form.text("identity");
  const password = form.text("password");
  const identityField = form.text("identityField");
  refuseIssues({
    identity: textIssue(identity, 255),
    password: textIssue(password, 255),
    identityField: identityField === "" || identityFields.includes(identityField) ? undefined : notInList,
  });
  return { identity, password, identityField };
}
