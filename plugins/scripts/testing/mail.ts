import type { MailMessage } from "../../mailer/contract.ts";

const lookMs = 5;

/** The mails of a test, which are kept instead of sent. */
export class TestMail {
  readonly sent: readonly MailMessage[];
  #seen = 0;

  constructor(sent: readonly MailMessage[]) {
    this.sent = sent;
  }

  /** The next mail that was not asked for yet; waits for it, as some are sent after the answer. */
  async next({ timeout = 1000 }: { readonly timeout?: number } = {}): Promise<MailMessage> {
    const late = new Error(`No mail was sent within ${timeout} ms.`);
    const until = performance.now() + timeout;
    for (;;) {
      const mail = this.sent[this.#seen];
      if (mail !== undefined) {
        this.#seen++;
        return mail;
      }
      if (performance.now() > until) throw late;
      await new Promise((resolve) => setTimeout(resolve, lookMs));
    }
  }
}
