import type { Readable } from "node:stream";
import { type Db, defineHook, defineService } from "#kernel";

export interface MailAddress {
  name: string;
  address: string;
}

export interface MailMessage {
  from: MailAddress;
  to: MailAddress[];
  bcc: MailAddress[];
  cc: MailAddress[];
  subject: string;
  html: string;
  text: string;
  headers: Record<string, string>;
  /** Content by file name. */
  attachments: Record<string, Uint8Array | Readable>;
  inlineAttachments: Record<string, Uint8Array | Readable>;
}

export interface MailerSendEvent {
  readonly db: Db;
  readonly message: MailMessage;
}
export const onMailerSend = defineHook<MailerSendEvent>("onMailerSend", {
  guest: { db: "handle", message: "copy" },
});

export interface Mailer {
  /** Sends through onMailerSend, then SMTP or sendmail as the settings say. Throws when it could not be handed over. */
  send(db: Db, message: Partial<MailMessage>): Promise<void>;
}
export const Mailer = defineService<Mailer>("mailer");
