import type { Db, Hook, PluginScope } from "#kernel";
import type { Collection } from "../../collections/contract.ts";
import type { Mailer, MailMessage, TestLetter } from "../../mailer/contract.ts";
import type { RecordModel, Records } from "../../records/contract.ts";
import type { Settings } from "../../settings/contract.ts";
import {
  type AuthLetters,
  type MailerRecordEvent,
  onMailerRecordAuthAlertSend,
  onMailerRecordEmailChangeSend,
  onMailerRecordOTPSend,
  onMailerRecordPasswordResetSend,
  onMailerRecordVerificationSend,
} from "../contract.ts";
import { authOptions } from "../options/read.ts";
import type { EmailTemplate } from "../options/shape.ts";
import type { SystemRows } from "../system-rows.ts";
import { issueToken } from "../tokens.ts";
import { frame } from "./frame.ts";
import { escapeHtml, fillPlaceholders } from "./placeholders.ts";

interface Letter {
  readonly hook: Hook<MailerRecordEvent>;
  readonly template: EmailTemplate;
  readonly to?: string;
  /** Placeholders this letter fills in besides the common ones. */
  readonly values: Readonly<Record<string, string>>;
  readonly meta: Readonly<Record<string, unknown>>;
  /** Once it was handed over, unless a handler kept it back. */
  sent?(event: MailerRecordEvent): Promise<void>;
}

/** The letters to records: written from the collection's templates, sent through their hooks. */
export function createLetters(
  scope: Pick<PluginScope, "trigger">,
  services: { readonly mailer: Mailer; readonly settings: Settings; readonly rows: SystemRows },
): AuthLetters {
  const { mailer, settings, rows } = services;

  async function send(db: Db, record: RecordModel, letter: Letter): Promise<void> {
    const event = { db, record, meta: letter.meta, message: write(record, letter) };
    await scope.trigger(letter.hook, event, async () => {
      await mailer.send(event.db, event.message);
      await letter.sent?.(event);
    });
  }

  function write(record: RecordModel, { template, to, values }: Letter): MailMessage {
    const { appName, appURL, senderName, senderAddress } = settings.values.meta;
    const known = { APP_NAME: appName, APP_URL: appURL.replace(/\/+$/, ""), ...values };
    return {
      from: { name: senderName, address: senderAddress },
      to: [{ name: "", address: to ?? record.getString("email") }],
      bcc: [],
      cc: [],
      subject: fillPlaceholders(template.subject, known, record),
      html: frame(fillPlaceholders(template.body, known, record)),
      text: "",
      headers: {},
      attachments: {},
      inlineAttachments: {},
    };
  }

  /** Who signs in with it later has read this mail, and so owns the address. */
  async function noteAddressee({ db, message }: MailerRecordEvent, otpId: string): Promise<void> {
    const row = await rows.byId(db, "_otps", otpId);
    if (row === undefined) return;
    row.set("sentTo", message.to[0]?.address ?? "");
    await rows.save(db, row);
  }

  return {
    verification(db, record) {
      const token = issueToken(record, "verification");
      return send(db, record, {
        hook: onMailerRecordVerificationSend,
        template: authOptions(record.collection).verificationTemplate,
        values: { TOKEN: token },
        meta: { token },
      });
    },

    passwordReset(db, record) {
      const token = issueToken(record, "passwordReset");
      return send(db, record, {
        hook: onMailerRecordPasswordResetSend,
        template: authOptions(record.collection).resetPasswordTemplate,
        values: { TOKEN: token },
        meta: { token },
      });
    },

    emailChange(db, record, newEmail) {
      const token = issueToken(record, "emailChange", { claims: { newEmail } });
      return send(db, record, {
        hook: onMailerRecordEmailChangeSend,
        template: authOptions(record.collection).confirmEmailChangeTemplate,
        to: newEmail,
        values: { TOKEN: token },
        meta: { token, newEmail },
      });
    },

    otp(db, record, otpId, password) {
      return send(db, record, {
        hook: onMailerRecordOTPSend,
        template: authOptions(record.collection).otp.emailTemplate,
        values: { OTP_ID: otpId, OTP: password },
        meta: { otpId, password },
        sent: (event) => noteAddressee(event, otpId),
      });
    },

    authAlert(db, record, info) {
      return send(db, record, {
        hook: onMailerRecordAuthAlertSend,
        template: authOptions(record.collection).authAlert.emailTemplate,
        values: { ALERT_INFO: escapeHtml(info) },
        meta: { info },
      });
    },
  };
}

/** The letters the operator can try out, sent to a made-up record. */
export function testLetters(letters: AuthLetters, records: Records): readonly TestLetter[] {
  const addressee = (collection: Collection, email: string): RecordModel =>
    records.create(collection, { id: "test", email, tokenKey: "test" });
  const test = (
    template: string,
    send: (db: Db, record: RecordModel, email: string) => Promise<void>,
  ): TestLetter => ({
    template,
    send: (db, collection, email) => send(db, addressee(collection, email), email),
  });
  return [
    test("verification", letters.verification),
    test("password-reset", letters.passwordReset),
    test("email-change", letters.emailChange),
    test("otp", (db, record) => letters.otp(db, record, "OTP_ID", "123456")),
    test("login-alert", (db, record) => letters.authAlert(db, record, "TEST ALERT INFO")),
  ];
}
