import { ValidationError, ValidationErrors } from "#kernel";
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
};

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
