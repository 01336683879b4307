import type { Db, PluginScope } from "#kernel";
import type { Settings } from "../settings/contract.ts";
import { type Mailer, type MailMessage, onMailerSend } from "./contract.ts";
import { locateSendmail } from "./sendmail.ts";
import { textFromHtml } from "./text.ts";
import { sendmailTransport, smtpTransport, type Transport } from "./transport.ts";

/** Sends messages through the hook, then out as the settings of the moment say. */
export function createMailer(scope: PluginScope, settings: Settings): Pick<Mailer, "send"> {
  async function transport(): Promise<Transport> {
    const { smtp } = settings.values;
    if (smtp.enabled) return await smtpTransport(smtp);
    return await sendmailTransport(await locateSendmail(process.env.PATH ?? ""));
  }

  async function handOver(message: MailMessage): Promise<void> {
    if (message.text === "" && message.html !== "") message.text = textFromHtml(message.html);
    await (await transport())(message);
    scope.log.debug("Mail sent", {
      from: message.from.address,
      to: message.to.map(({ address }) => address),
      subject: message.subject,
    });
  }

  return {
    async send(db: Db, given: Partial<MailMessage>): Promise<void> {
      const event = { db, message: complete(given, settings) };
      await scope.trigger(onMailerSend, event, () => handOver(event.message));
    },
  };
}

function complete(given: Partial<MailMessage>, settings: Settings): MailMessage {
  const { senderName, senderAddress } = settings.values.meta;
  return {
    from: { name: senderName, address: senderAddress },
    to: [],
    bcc: [],
    cc: [],
    subject: "",
    html: "",
    text: "",
    headers: {},
    attachments: {},
    inlineAttachments: {},
    ...given,
  };
}
