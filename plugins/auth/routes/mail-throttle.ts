import type { Logger } from "#kernel";
import type { RecordModel } from "../../records/contract.ts";
import { Windows } from "../windows.ts";

const once = { maxRequests: 1, duration: 120 };

/** Lets a record have a letter of one kind every two minutes, and nobody wait for it to be sent. */
export class MailThrottle {
  readonly #log: Logger;
  readonly #sent = new Windows();

  constructor(log: Logger) {
    this.#log = log;
  }

  isRecent(record: RecordModel): boolean {
    return !this.#sent.wouldAdmit(record.collection.id, record.id, once);
  }

  /** Sends in the background: how long a mail takes tells whether there is anybody to get it. */
  send(record: RecordModel, letter: (record: RecordModel) => Promise<void>): void {
    if (!this.#sent.admit(record.collection.id, record.id, once)) return;
    letter(record).catch((error: unknown) => {
      this.#log.error("Failed to send a letter", { error, recordId: record.id });
    });
  }
}
