import type { Readable } from "node:stream";
import { type Db, defineExtensionPoint, defineHook, defineService } from "#kernel";
import type { Collection } from "../collections/contract.ts";

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
  /** Content by content id, for `<img src="cid:…">`. */
  inlineAttachments: Record<string, Uint8Array | Readable>;
}

export interface MailerSendEvent {
  readonly db: Db;
  readonly message: MailMessage;
}
export const onMailerSend = defineHook<MailerSendEvent>("onMailerSend", {
  guest: { db: "handle", message: "copy" },
});

export interface TestMail {
  readonly email: string;
  readonly template: string;
  /** Id or name; "" for the superusers. */
  readonly collection: string;
}

/** Sends a letter as the operator tries it out. Throws ValidationErrors. */
export interface MailTrial {
  check(db: Db, mail: TestMail): void;
  send(db: Db, mail: TestMail): Promise<void>;
}

export interface Mailer {
  /** Sends through onMailerSend, then SMTP or sendmail as the settings say. Throws when it could not be handed over. */
  send(db: Db, message: Partial<MailMessage>): Promise<void>;
  readonly trial: MailTrial;
}
export const Mailer = defineService<Mailer>("mailer");

/** A letter the operator can try out (`verification`, `password-reset`, …); added by whoever writes it. */
export interface TestLetter {
  readonly template: string;
  /** Sends it to `email` as if to a record of this auth collection. */
  send(db: Db, collection: Collection, email: string): Promise<void>;
}
/** In the order they are offered. */
export const TestLetters = defineExtensionPoint<TestLetter>("mailer.test-letters");
