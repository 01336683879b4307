import type { Db, PluginScope, RequestEvent, ValidationIssue } from "#kernel";
import {
  onRecordCreateRequest,
  onRecordUpdateRequest,
  type RecordModel,
  type RecordRequestEvent,
  type RequestInfos,
  type Rules,
  Viewer,
} from "../../records/contract.ts";
import { accountOf } from "../account.ts";
import { RecordNotCreated, RecordNotUpdated } from "../errors.ts";
import { foundIssues } from "../form.ts";
import { invalidOldPassword, mismatch, required } from "../issues.ts";
import { isSamePassword } from "../passwords.ts";

type Issues = Record<string, ValidationIssue | undefined>;

interface Services {
  readonly scope: PluginScope;
  readonly rules: Rules;
  readonly infos: RequestInfos;
}

/** Checks what requests say about accounts: passwords are confirmed, and only managers decide on email and verified. */
export function checkSubmittedAccounts({ scope, rules, infos }: Services): void {
  // Innermost, so that what other handlers changed is checked too.
  const options = { priority: 999, when: (e: RecordRequestEvent) => e.collection.isAuth };

  scope.on(
    onRecordCreateRequest,
    async (e) => {
      const issues = foundIssues(await createIssues(e.db, e.request, e.record));
      if (issues !== undefined) throw new RecordNotCreated(issues);
      await e.next();
    },
    options,
  );

  scope.on(
    onRecordUpdateRequest,
    async (e) => {
      const issues = foundIssues(await updateIssues(e.db, e.request, e.record));
      if (issues !== undefined) throw new RecordNotUpdated(issues);
      await e.next();
    },
    options,
  );

  async function createIssues(db: Db, request: RequestEvent, record: RecordModel): Promise<Issues> {
    const { body } = await infos.of(request);
    const { verified, password } = accountOf(record);
    const isRefused = verified && !(await mayManage(db, request, record));
    return {
      verified: isRefused ? mismatch : undefined,
      password: password.plain === "" && password.hash === "" ? required : undefined,
      passwordConfirm: confirmIssue(textOf(body.passwordConfirm), password.plain),
    };
  }

  async function updateIssues(db: Db, request: RequestEvent, record: RecordModel): Promise<Issues> {
    const { body } = await infos.of(request);
    const submitted = { old: textOf(body.oldPassword), confirm: textOf(body.passwordConfirm) };
    const { plain } = accountOf(record).password;
    const changesPassword = plain !== "" || submitted.old !== "" || submitted.confirm !== "";
    const changesEmail = record.hasChanged("email");
    const changesVerified = record.hasChanged("verified");
    if (!changesPassword && !changesEmail && !changesVerified) return {};
    const manages = await mayManage(db, request, record);
    const issues: Issues = {
      email: changesEmail && !manages ? mismatch : undefined,
      verified: changesVerified && !manages ? mismatch : undefined,
    };
    if (!changesPassword) return issues;
    issues.password = plain === "" ? required : undefined;
    issues.passwordConfirm = confirmIssue(submitted.confirm, plain);
    if (manages) return issues;
    const wantsAnother = plain !== "" || submitted.confirm !== "";
    if (submitted.old === "") issues.oldPassword = required;
    else if (wantsAnother && !(await isOldPassword(record, submitted.old)))
      issues.oldPassword = invalidOldPassword;
    return issues;
  }

  async function mayManage(db: Db, request: RequestEvent, record: RecordModel): Promise<boolean> {
    if (request.get(Viewer).isSuperuser) return true;
    return await rules.canManage(db, record, await infos.of(request));
  }
}

function isOldPassword(record: RecordModel, password: string): Promise<boolean> {
  return isSamePassword(password, accountOf(record.original()).password.hash);
}

function confirmIssue(confirm: string, password: string): ValidationIssue | undefined {
  if (confirm === "") return required;
  return confirm === password ? undefined : mismatch;
}

function textOf(value: unknown): string {
  return ["string", "number", "boolean"].includes(typeof value) ? String(value) : "";
}
