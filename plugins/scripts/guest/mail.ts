import { call } from "./host.ts";

interface Address {
  address: string;
  name?: string;
}

/** A letter; plain properties. */
export class MailerMessage {
  from: Address = { address: "", name: "" };
  to: Address[] = [];
  bcc: Address[] = [];
  cc: Address[] = [];
  subject = "";
  html = "";
  text = "";
  headers: { [name: string]: string } = {};
  attachments: { [name: string]: unknown } = {};
  inlineAttachments: { [name: string]: unknown } = {};

  constructor(data: object = {}) {
    Object.assign(this, data);
  }
}

export class MailClient {
  readonly #db: number;

  constructor(db: number) {
    this.#db = db;
  }

  send(message: object): void {
    call("mail.send", this.#db, { ...message });
  }
}

const letters = [
  "sendRecordPasswordReset",
  "sendRecordVerification",
  "sendRecordChangeEmail",
  "sendRecordOTP",
  "sendRecordAuthAlert",
] as const;

export const $mails = Object.fromEntries(
  letters.map((name) => [name, (...args: readonly unknown[]) => void call(`mails.${name}`, ...args)]),
);
