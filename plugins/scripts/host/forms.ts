import { ValidationError, ValidationErrors } from "#kernel";
import type { AppleSecretRequest } from "../../auth/contract.ts";
import type { TestMail } from "../../mailer/contract.ts";
import type { RecordModel } from "../../records/contract.ts";
import type { HostFunctions, ScriptSession } from "../session.ts";

const mismatch = new ValidationError("validation_values_mismatch", "Values don't match.");
const required = new ValidationError("validation_required", "cannot be blank");
const wrongPassword = new ValidationError(
  "validation_invalid_old_password",
  "Missing or invalid old password.",
);

interface Submitted {
  readonly manages: boolean;
  readonly passwordConfirm: string;
  readonly oldPassword: string;
}

type Issues = { [field: string]: ValidationError };

export const formFunctions: HostFunctions = {
  /** What an account needs besides valid values: a confirmed password, and rights for the rest. */
  "form.checkAccount": async (session, record: RecordModel, submitted: Submitted) => {
    const issues: Issues = {};
    if (!submitted.manages) {
      if (!record.isNew && record.hasChanged("email")) issues.email = mismatch;
      if (record.hasChanged("verified")) issues.verified = mismatch;
    }
    if (newPassword(record) !== "") await checkPassword(session, record, submitted, issues);
    if (Object.keys(issues).length > 0) throw new ValidationErrors(issues);
  },
  "form.testEmailSend.validate": (session, db: number, form: Form) =>
    session.services.mailer.trial.check(session.db(db), testMail(form)),
  "form.testEmailSend.submit": (session, db: number, form: Form) =>
    session.services.mailer.trial.send(session.db(db), testMail(form)),
  "form.testS3Filesystem.validate": ({ services }, _db: number, form: Form) =>
    services.storage.trial.check(text(form.filesystem)),
  "form.testS3Filesystem.submit": ({ services }, _db: number, form: Form) =>
    services.storage.trial.run(text(form.filesystem)),
  "form.appleClientSecretCreate.validate": ({ services }, _db: number, form: Form) =>
    services.auth.appleSecrets.check(appleSecret(form)),
  "form.appleClientSecretCreate.submit": ({ services }, _db: number, form: Form) =>
    services.auth.appleSecrets.make(appleSecret(form)),
};

/** What a script put into a form, whatever that is. */
type Form = Readonly<Record<string, unknown>>;

function testMail({ email, template, collection }: Form): TestMail {
  return { email: text(email), template: text(template), collection: text(collection) };
}

function appleSecret({ clientId, teamId, keyId, privateKey, duration }: Form): AppleSecretRequest {
  return {
    clientId: text(clientId),
    teamId: text(teamId),
    keyId: text(keyId),
    privateKey: text(privateKey),
    seconds: Math.trunc(Number(duration) || 0),
  };
}

function text(value: unknown): string {
  return value === undefined || value === null ? "" : String(value);
}

async function checkPassword(
  session: ScriptSession,
  record: RecordModel,
  { manages, passwordConfirm, oldPassword }: Submitted,
  issues: Issues,
): Promise<void> {
  if (passwordConfirm === "") issues.passwordConfirm = required;
  else if (passwordConfirm !== newPassword(record)) issues.passwordConfirm = mismatch;
  if (record.isNew || manages) return;
  if (oldPassword === "") issues.oldPassword = required;
  else if (!(await session.services.auth.isPassword(record.original(), oldPassword)))
    issues.oldPassword = wrongPassword;
}

function newPassword(record: RecordModel): string {
  const { plain = "" } = (record.getRaw("password") ?? {}) as { readonly plain?: string };
  return plain;
}
